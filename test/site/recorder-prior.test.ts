import { expect, test } from 'vitest';
import { readModelFolder } from '../../src/embedding/model-folder.js';
import { resolveModel } from '../../src/embedding/resolve-model.js';
import { ExitCode } from '../../src/errors.js';
import { RECORDER_PRIOR_FILE, readRecorderPrior } from '../../src/site/recorder-prior.js';

const shipped = () => readModelFolder(resolveModel('band-statistics'));

test('the shipped model knows of recorders', async () => {
  const prior = readRecorderPrior(await shipped())!;
  expect(prior.tiltVariance).toBe(25);
  // Big ships fall more steeply than small craft and the sea.
  const slope = (levels: readonly number[]) => levels[20] - levels[0];
  expect(slope(prior.big.mean)).toBeLessThan(slope(prior.small.mean));
  expect(slope(prior.big.mean)).toBeLessThan(slope(prior.background.mean));
});

test('a model without the file knows nothing of them', async () => {
  const { files, ...folder } = await shipped();
  const without = new Map([...files].filter(([name]) => name !== RECORDER_PRIOR_FILE));
  expect(readRecorderPrior({ ...folder, files: without })).toBeNull();
});

test.each([
  ['damaged', (text: string) => text.slice(0, -5)],
  ['of other statistics', (text: string) => text.replace('level 63Hz', 'level 62Hz')],
  ['of other length', (text: string) => text.replace('"mean":[', '"mean":[0,')],
])('a file that is %s is refused with code 65', async (_, spoil) => {
  const { files, ...folder } = await shipped();
  const spoilt = new Map(files);
  spoilt.set(
    RECORDER_PRIOR_FILE,
    Buffer.from(spoil(Buffer.from(files.get(RECORDER_PRIOR_FILE)!).toString())),
  );
  expect(() => readRecorderPrior({ ...folder, files: spoilt })).toThrow(
    expect.objectContaining({ exitCode: ExitCode.data }),
  );
});
