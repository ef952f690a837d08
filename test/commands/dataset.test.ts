import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, test, vi } from 'vitest';
import { datasetCommand } from '../../src/commands/dataset.js';
import type { StoredSplit } from '../../src/datasets/split-file.js';
import { folderOf } from '../datasets/miniature.js';
import { temporaryFolder } from '../store/temporary-folder.js';

/** Runs the command; gives what it prints, and what it throws. */
async function dataset(...argv: string[]) {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  const warn = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    const program = new Command();
    datasetCommand(program.command('dataset'));
    const parsing = program.parseAsync(['dataset', ...argv], { from: 'user' });
    const error = await parsing.then(
      () => null,
      (thrown: Error & { exitCode: number }) => thrown,
    );
    const text = (calls: unknown[][]) => calls.map(([line]) => String(line)).join('\n');
    return { printed: text(print.mock.calls), warned: text(warn.mock.calls), error };
  } finally {
    print.mockRestore();
    warn.mockRestore();
  }
}

/** Six tankers and four tugs with two recordings each, three of no ship, a ferry, a file that is no sound. */
const names = [
  ...[1, 2, 3, 4, 5, 6].flatMap((ship) => [`tanker/T${ship}/a.wav`, `tanker/T${ship}/b.wav`]),
  ...[1, 2, 3, 4].flatMap((ship) => [`tug/S${ship}/a.wav`, `tug/S${ship}/b.wav`]),
  ...[1, 2, 3].map((sea) => `none/sea${sea}.wav`),
  'ferry/F1/a.wav',
];
const harbour = (order = names) =>
  folderOf({ ...Object.fromEntries(order.map((name) => [name, 0.5])), 'tug/S1/broken.wav': 'not a sound' });

const splitFile = () => join(temporaryFolder(), 'split.json');

test('a folder is told by size, with what was left out and why', async () => {
  const { printed, error } = await dataset(harbour());
  expect(error).toBeNull();
  expect(printed).toMatch(/: folders\n/);
  expect(printed).toMatch(/^big +12 +0\.00 +6$/m);
  expect(printed).toMatch(/^small +8 +0\.00 +4$/m);
  expect(printed).toMatch(/^none +3 +0\.00 +0$/m);
  expect(printed).toMatch(/^unlabelled +1 +0\.00 +1 /m);
  expect(printed).toMatch(/^ {2}tug\/S1\/broken\.wav: it is not a WAV/m);
});

test('a split is written, checked, and the same bytes for the same recordings listed in another order', async () => {
  const [out, again] = [splitFile(), splitFile()];
  const folder = harbour();
  const { printed, error } = await dataset(folder, '--split', 'vessel', '--seed', '3', '--out', out);
  expect(error).toBeNull();
  expect(printed).toContain('no vessel, recording or sound is on two sides');
  const split = JSON.parse(readFileSync(out, 'utf8')) as StoredSplit;
  expect(split).toMatchObject({ by: 'vessel', seed: 3 });
  const vessels = Object.values(split.sides).map((side) => new Set(side.map(({ vessel }) => vessel)));
  expect(vessels.map((of) => [...of].filter((name) => name.startsWith('T')).length)).toEqual([4, 1, 1]);
  expect(vessels.map((of) => [...of].filter((name) => name.startsWith('S')).length)).toEqual([2, 1, 1]);

  const renamed = (path: string) => readFileSync(path, 'utf8').replaceAll(/hullprint-\w+/g, 'harbour');
  await dataset(harbour(names.toReversed()), '--split', 'vessel', '--seed', '3', '--out', again);
  expect(renamed(again)).toBe(renamed(out));
  expect((await dataset(folder, '--check', out)).error).toBeNull();
});

test('a sound that comes to lie on two sides is a leak, with exit code 65', async () => {
  const out = splitFile();
  const folder = harbour();
  await dataset(folder, '--split', 'vessel', '--out', out);
  const { sides } = JSON.parse(readFileSync(out, 'utf8')) as StoredSplit;
  const fileOf = ({ recordingId }: { recordingId: string }) =>
    join(folder, recordingId.slice(recordingId.indexOf(':') + 1));
  copyFileSync(fileOf(sides.training[0]!), fileOf(sides.test[0]!));
  const { printed, error } = await dataset(folder, '--check', out);
  expect(error).toMatchObject({ name: 'HullprintError', exitCode: 65 });
  expect(error!.message).toMatch(/split\.json: audio sha256:\w+ is in training and in test/);
  expect(printed).toMatch(/^1 leak, 0 missing, 1 changed/m);
});

test('lengths make big and small of ships whose type does not tell', async () => {
  const lengths = join(folderOf({ 'lengths.csv': 'vessel,length_m\nf1,32\nT1,99\n' }), 'lengths.csv');
  const { printed } = await dataset(harbour(), '--lengths', lengths, '--json');
  const { list, recordings, vessels } = JSON.parse(printed) as {
    list: { vessel: string; size: string }[];
    recordings: number;
    vessels: number;
  };
  const sizes = new Map(list.map(({ vessel, size }) => [vessel, size]));
  expect([sizes.get('F1'), sizes.get('T1'), sizes.get('T2')]).toEqual(['small', 'medium', 'big']);
  expect({ recordings, vessels }).toEqual({ recordings: 24, vessels: 11 });
});

test.each([
  ['--out without --split', ['--out', 'split.json'], 64, /--out needs --split/],
  [
    'no share for anything but training',
    ['--split', 'site', '--validation', '0', '--test', '0'],
    64,
    /nothing/,
  ],
  ['a single site', ['--split', 'site'], 65, /another site/],
  ['a split that is not there', ['--check', '/nowhere/split.json'], 66, /there is no such file/],
  ['lengths that are not there', ['--lengths', '/nowhere.csv'], 66, /there is no such file/],
])('%s is refused', async (_what, argv, exitCode, words) => {
  const { error } = await dataset(harbour(), ...argv);
  expect(error).toMatchObject({ exitCode });
  expect(error!.message).toMatch(words);
});

const recordings = new URL('../../../shared/recordings/', import.meta.url).pathname;
const withRecordings = test.skipIf(!existsSync(recordings));
if (!existsSync(recordings)) console.warn('skipped: ../shared/recordings is not here');

withRecordings('real recordings are split so that ships heard by two sources stay on one side', async () => {
  const out = splitFile();
  const { printed } = await dataset(recordings, '--split', 'vessel', '--out', out);
  expect(printed).toMatch(/^all +73 /m);
  const { sides } = JSON.parse(readFileSync(out, 'utf8')) as StoredSplit;
  for (const ship of ['MALASPINA', 'CHERRY GALAXY', 'KIRKEHOLMEN', 'KENNICOTT']) {
    const heardOn = Object.values(sides).filter((side) => side.some(({ vessel }) => vessel === ship));
    expect(heardOn).toHaveLength(1);
  }
});
