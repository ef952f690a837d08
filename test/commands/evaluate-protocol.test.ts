import { Command } from 'commander';
import { expect, test } from 'vitest';
import { evaluateCommand } from '../../src/commands/evaluate.js';
import { ExitCode } from '../../src/errors.js';

/** There is no such index: what is not refused for its options ends at that. */
function evaluate(...options: string[]): Promise<unknown> {
  const command = new Command();
  evaluateCommand(command);
  return command.parseAsync(['/nowhere/index.csv', ...options], { from: 'user' });
}

test.each([
  [['--baseline'], /--baseline: it is of few-shot episodes\. .*always has the baseline.*--protocol few-shot/],
  [['--episodes', '600'], /--episodes: it is of few-shot episodes\. .*--protocol few-shot/],
  [['--seed', '1'], /--seed: it is of few-shot episodes\. .*--protocol few-shot/],
  [
    ['--protocol', 'few-shot', '--recorder-tilt', 'auto'],
    /--recorder-tilt auto: few-shot episodes leave all recorders as they are\. Leave it out/,
  ],
])('%j is refused, for nothing would be done with it', async (options, message) => {
  const error: Error = await evaluate(...options).then(
    () => new Error('it was taken'),
    (thrown) => thrown,
  );
  expect(error).toMatchObject({ exitCode: ExitCode.usage, message: expect.stringMatching(message) });
  expect(error.message).not.toContain('\n');
});

test.each([
  [],
  ['--recorder-tilt', 'off'],
  ['--protocol', 'few-shot', '--recorder-tilt', 'off'],
  ['--protocol', 'few-shot', '--baseline', '--episodes', '5', '--seed', '2'],
])('options that go together are taken', async (...options) => {
  await expect(evaluate(...options)).rejects.toMatchObject({ exitCode: ExitCode.noInput });
});
