import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readIndex } from '../../src/datasets/index-file.js';
import { ExitCode } from '../../src/errors.js';

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

test('an index may tell site, time, and the length or type that makes the size', async () => {
  const recordings = await readIndex(
    indexOf(
      `${header},site,start,length_m,ais_type`,
      'a.wav,s,tug,,TUG,r1,,pier,2026-05-01T10:00:03Z,32,80',
      'b.wav,s,tanker,,OIL,r2,,,,,81',
      'c.wav,s,ferry,,FERRY,r3,,,,,60',
    ),
  );
  expect(recordings.map(({ size, site, startMs }) => [size, site, startMs])).toEqual([
    ['small', 'pier', Date.UTC(2026, 4, 1, 10, 0, 3)],
    ['big', 's', null],
    ['unlabelled', 's', null],
  ]);
});

test('the hydrophone is read; where none is told it is the site, and without a site the source', async () => {
  const recordings = await readIndex(
    indexOf(
      `${header},site,hydrophone`,
      'a.wav,s,tug,small,TUG,r1,,pier,east',
      'b.wav,s,tug,small,TUG,r2,,pier,',
      'c.wav,s,tug,small,TUG,r3,,,',
    ),
  );
  expect(recordings.map(({ site, hydrophone }) => [site, hydrophone])).toEqual([
    ['pier', 'east'],
    ['pier', 'pier'],
    ['s', 's'],
  ]);
});

test.each([
  ['a size that its length denies', 'a.wav,s,c,big,V,r,,,32', 'line 2, column size: big is not what 32 m'],
  ['no size and nothing that tells it', 'a.wav,s,c,,V,r,,,', 'line 2, column size'],
  ['a length that is none', 'a.wav,s,c,big,V,r,,,long', 'line 2, column length_m'],
  ['a local time', 'a.wav,s,c,big,V,r,,2026-05-01 10:00,', 'line 2, column start'],
])('an index with %s is refused, naming the place', async (_what, line, words) => {
  const reading = readIndex(indexOf(`${header},start,length_m`, line));
  await expect(reading).rejects.toMatchObject({ exitCode: ExitCode.data });
  await expect(reading).rejects.toThrow(words);
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
