import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSplit } from '../../src/datasets/check-split.js';
import { type SplitRequest, splitRecordings } from '../../src/datasets/split.js';
import { readSplit, splitText, writeSplit } from '../../src/datasets/split-file.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { surveyed } from './miniature.js';

const request: SplitRequest = { by: 'vessel', seed: 7, validation: 0.2, test: 0.2 };
const recordings = Array.from({ length: 12 }, (_, i) =>
  surveyed(`r${i}`, i % 2 ? 'big' : 'small', `SHIP ${i % 10}`),
);
const ferry = surveyed('ferry', 'medium', 'FERRY');

async function written(path = join(temporaryFolder(), 'split.json')): Promise<string> {
  await writeSplit(path, splitRecordings([...recordings, ferry], request));
  return path;
}

test('a split that was saved and read back is the same, and fits its recordings', async () => {
  const stored = await readSplit(await written());
  const { sides, leftOut } = splitRecordings([...recordings, ferry], request);
  expect(stored).toMatchObject({ ...request, leftOut });
  for (const side of ['training', 'validation', 'test'] as const) {
    expect(stored.sides[side].map(({ recordingId }) => recordingId)).toEqual(
      sides[side].map(({ recordingId }) => recordingId),
    );
  }
  const nothing = { leaks: [], missing: [], changed: [], unknown: [] };
  expect(checkSplit([...recordings, ferry], stored)).toEqual(nothing);
});

test('the same recordings in another order are the same bytes', async () => {
  const text = splitText(splitRecordings([ferry, ...recordings.toReversed()], request));
  expect(readFileSync(await written(), 'utf8')).toBe(text);
});

test('a check finds what leaked in, what is gone, what changed and what is new', async () => {
  const stored = await readSplit(await written());
  const [trained, other] = stored.sides.training;
  const tested = stored.sides.test[0]!;
  const now = recordings
    .filter(({ recordingId }) => recordingId !== other!.recordingId)
    .map((one) =>
      one.recordingId === tested.recordingId
        ? { ...one, vessel: trained!.vessel, audio: trained!.audio }
        : one,
    );
  const { leaks, missing, changed, unknown } = checkSplit([...now, surveyed('new', 'big', 'NEW')], stored);
  expect(leaks.map(({ kind, name }) => [kind, name])).toEqual([
    ['vessel', trained!.vessel],
    ['audio', trained!.audio[0]],
  ]);
  expect(missing).toEqual([other!.recordingId]);
  expect(changed).toEqual([
    `${tested.recordingId}: vessel is "${trained!.vessel}", the split says "${tested.vessel}"`,
    `${tested.recordingId}: it does not sound as when the split was made`,
  ]);
  expect(unknown).toEqual(['new']);
});

test('a check compares hydrophones, and takes a split that was written without them', async () => {
  const stored = await readSplit(await written());
  const moved = recordings.map((one) => ({ ...one, hydrophone: 'east' }));
  expect(checkSplit(moved, stored).changed).toContain('r0: hydrophone is "east", the split says "pier"');

  const path = join(temporaryFolder(), 'split.json');
  const text = splitText(splitRecordings([...recordings, ferry], request));
  writeFileSync(path, text.replaceAll(/ *"hydrophone": "pier",\n/g, ''));
  expect(checkSplit([...moved, ferry], await readSplit(path)).changed).toEqual([]);
});

test.each([
  ['that is cut off', (text: string) => text.slice(0, 100), 65, 'it is not JSON'],
  ['of another kind', () => '{"formatVersion":2}', 65, 'formatVersion'],
  [
    'with a size that is not learnt',
    (text: string) => text.replace('"size": "big"', '"size": "medium"'),
    65,
    'sides.',
  ],
])('a split %s is refused, naming the place', async (_what, spoil, exitCode, words) => {
  const path = await written();
  writeFileSync(path, spoil(readFileSync(path, 'utf8')));
  await expect(readSplit(path)).rejects.toMatchObject({ name: 'HullprintError', exitCode });
  await expect(readSplit(path)).rejects.toThrow(words);
});

test('a split that is not there is no input, one that cannot be written is told', async () => {
  await expect(readSplit('/nowhere/split.json')).rejects.toMatchObject({ exitCode: 66 });
  await expect(written('/nowhere/split.json')).rejects.toMatchObject({ exitCode: 73 });
});
