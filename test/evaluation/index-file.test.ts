import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExitCode } from '../../src/errors.js';
import { readIndex } from '../../src/evaluation/index-file.js';

const folder = mkdtempSync(join(tmpdir(), 'hullprint-index-'));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => {
  for (const name of ['a.wav', 'b.wav', 'c.wav']) writeFileSync(join(folder, name), '');
});

let count = 0;
function indexOf(...lines: string[]): string {
  const path = join(folder, `index-${++count}.csv`);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const header = 'path,source,class,size,vessel,recording_id,note';

test('cuts of one recording are one recording, with paths as written and files beside the index', async () => {
  const path = indexOf(
    header,
    'a.wav,site,tug,small,TUG,r1,"first, cut"',
    'b.wav,site,tug,small,TUG,r1,',
    'c.wav,x,,none,none,r2,',
  );
  const recordings = await readIndex(path);
  expect(recordings.map(({ recordingId }) => recordingId)).toEqual(['r1', 'r2']);
  expect(recordings[0]).toMatchObject({ size: 'small', vessel: 'TUG', paths: ['a.wav', 'b.wav'] });
  expect(recordings[0].files).toEqual([join(folder, 'a.wav'), join(folder, 'b.wav')]);
});

test.each([
  [
    'without columns that it needs',
    ['path,source', 'a.wav,x'],
    ExitCode.data,
    'class, size, vessel, recording_id',
  ],
  ['with a size that is none', [header, 'a.wav,s,c,huge,V,r,'], ExitCode.data, 'line 2, column size'],
  ['with a row that is too short', [header, 'a.wav,s,c,big,V,r,', 'b.wav,s'], ExitCode.data, 'line 3'],
  [
    'with a recording of two sizes',
    [header, 'a.wav,s,c,big,V,r,', 'b.wav,s,c,small,V,r,'],
    ExitCode.data,
    'line 3',
  ],
  ['without a recording', [header], ExitCode.data, 'no recording'],
  [
    'that names a missing file',
    [header, 'a.wav,s,c,big,V,r,', 'gone.wav,s,c,big,V,q,'],
    ExitCode.noInput,
    'line 3',
  ],
])('an index %s is refused, naming the place', async (_what, lines, exitCode, words) => {
  const reading = readIndex(indexOf(...lines));
  await expect(reading).rejects.toMatchObject({ name: 'HullprintError', exitCode });
  await expect(reading).rejects.toThrow(words);
});

test('an index that is not there is no input', async () => {
  await expect(readIndex(join(folder, 'nowhere.csv'))).rejects.toMatchObject({ exitCode: ExitCode.noInput });
});
