import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemsOf } from '../src/decision/hydrophone-problems.js';
import { ExitCode } from '../src/errors.js';
import { channelState, gapReason, healthMessage, statusMessage } from '../src/publish/messages.js';

const page = readFileSync(new URL('../docs/OPERATE.md', import.meta.url), 'utf8');

/** First cells of the table under a heading; each of its rows must say what to do. */
function rowsUnder(heading: string): string[] {
  const section = page.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!.trim();
  const table = section.split('\n\n').find((block) => block.startsWith('| '))!;
  const rows = table
    .split('\n')
    .slice(2)
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
  for (const [name, ...cells] of rows) for (const cell of cells) expect(cell, name).not.toBe('');
  return rows.map(([name]) => name!.replaceAll('`', ''));
}

const { channels, ...ofNode } = healthMessage.shape;
const ofChannel = channels.element.shape;

test.each([
  ['State of a channel', channelState.options],
  ['Problems of a hydrophone', ofChannel.problems.element.options],
  ['Gaps', gapReason.options],
  ['Exit codes', Object.values(ExitCode).map(String)],
  [
    'Health of the node',
    [
      'status',
      ...Object.keys(ofNode).filter((key) => !['schema', 'node'].includes(key)),
      ...Object.keys(ofChannel)
        .filter((key) => !['channel', 'source'].includes(key))
        .map((key) => `channels[].${key}`),
    ],
  ],
])('OPERATE.md says of each message what it means and what to do: %s', (heading, messages) => {
  expect(rowsUnder(heading).toSorted()).toEqual([...messages].toSorted());
});

test('OPERATE.md tells both words of the status', () => {
  for (const word of statusMessage.options) expect(page).toContain(`\`${word}\``);
});

test('OPERATE.md explains a problem in the words of the log', () => {
  const broken = {
    clippedFraction: 1,
    dcOffset: 0.5,
    constant: true,
    levelDb: -20,
    humDb: 40,
    mainsHz: 50,
    nonFiniteFraction: 0.1,
  } as const;
  const all = [...problemsOf(broken), ...problemsOf({ ...broken, constant: false, levelDb: -100 })];
  expect(new Set(all.map(({ problem }) => problem)).size).toBe(ofChannel.problems.element.options.length);
  for (const { advice } of all) expect(page).toContain(advice.split(/[:,.]/)[0]);
});
