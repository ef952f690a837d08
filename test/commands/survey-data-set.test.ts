import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { beforeEach, expect, test, vi } from 'vitest';
import { datasetCommand } from '../../src/commands/dataset.js';
import { commandOf, type FewShotFlags } from '../../src/commands/few-shot-flags.js';
import { splitDataSet } from '../../src/commands/survey-data-set.js';
import { trainCommand } from '../../src/commands/train.js';
import { type StoredSplit, splitText } from '../../src/datasets/split-file.js';
import { ExitCode } from '../../src/errors.js';
import { folderOf, noiseWav } from '../datasets/miniature.js';
import { temporaryFolder } from '../store/temporary-folder.js';

let warned: string[] = [];
beforeEach(() => {
  warned = [];
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation((line) => void warned.push(line));
});

const shares = { seed: 1, validation: 0.15, test: 0.15 };
const letters = ['A', 'B', 'C'];

/** Passenger ships alone, whose class tells no size, and lengths of big and small ones. */
function ferries() {
  const folder = folderOf(
    Object.fromEntries(
      ['BIG', 'SMALL'].flatMap((size) => letters.map((x) => [`ferry/${size} ${x}/1.wav`, 0.5])),
    ),
  );
  const lines = letters.flatMap((letter) => [`BIG ${letter},140`, `small ${letter},30`]);
  const lengths = join(temporaryFolder(), 'lengths.csv');
  writeFileSync(lengths, ['vessel,length_m', ...lines].join('\n'));
  return { folder, lengths };
}

/** The same with a split that `hullprint dataset` wrote. */
async function splitFerries(...argv: string[]) {
  const { folder, lengths } = ferries();
  const split = join(temporaryFolder(), 'split.json');
  const program = new Command();
  datasetCommand(program.command('dataset'));
  const all = [
    'dataset',
    folder,
    '--lengths',
    lengths,
    '--split',
    'vessel',
    '--seed',
    '5',
    '--out',
    split,
    ...argv,
  ];
  await program.parseAsync(all, { from: 'user' });
  warned = [];
  return { folder, lengths, split };
}

test('lengths make ships to learn from of those whose type does not tell', async () => {
  const { folder, lengths } = ferries();
  await expect(splitDataSet(folder, {}, shares)).rejects.toThrow('nothing tells its size');
  const { sides } = await splitDataSet(folder, { lengths }, shares);
  for (const side of Object.values(sides)) {
    expect(new Set(side.map(({ vessel, size }) => `${vessel.split(' ')[0]} ${size}`))).toEqual(
      new Set(['BIG big', 'SMALL small']),
    );
  }
});

test('a split that was written is trained on to the byte, whatever the seed; what it does not know is not used', async () => {
  const { folder, lengths, split } = await splitFerries();
  const again = await splitDataSet(folder, { lengths, split }, { ...shares, seed: 99 });
  expect(splitText(again)).toBe(readFileSync(split, 'utf8'));
  expect(again.sides.training[0]!.files).toHaveLength(1);
  expect(warned).toEqual([]);

  writeFileSync(join(folder, 'ferry', 'BIG A', '2.wav'), noiseWav('new', 0.5));
  expect(splitText(await splitDataSet(folder, { lengths, split }, shares))).toBe(readFileSync(split, 'utf8'));
  expect(warned.at(-1)).toMatch(/split\.json does not know 1 of the recordings: they are not used/);
});

test('a split of other lengths, other sound or other recordings is refused in one line', async () => {
  const { folder, lengths, split } = await splitFerries();
  const refusal = (data: string, flags: object): Promise<Error> =>
    splitDataSet(data, { split, ...flags }, shares).then(
      () => new Error('it was taken'),
      (error) => error,
    );
  const unlike = await refusal(folder, {});
  expect(unlike).toMatchObject({ exitCode: ExitCode.data, hint: expect.stringContaining('--lengths') });
  expect(unlike.message).toMatch(/size is "unlabelled", the split says "(big|small)", and 5 more/);
  expect(unlike.message).not.toContain('\n');

  expect((await refusal(ferries().folder, { lengths })).message).toMatch(/is not there, and 5 more/);
  writeFileSync(join(folder, 'ferry', 'BIG A', '1.wav'), noiseWav('another', 0.5));
  expect((await refusal(folder, { lengths })).message).toContain('does not sound as when the split was made');
});

test('a split with nothing to stop by, or without a side, is refused', async () => {
  const { folder, lengths, split } = await splitFerries('--validation', '0');
  await expect(splitDataSet(folder, { lengths, split }, shares)).rejects.toMatchObject({
    exitCode: ExitCode.data,
    reason: 'its validation side is empty',
  });
  const stored = JSON.parse(readFileSync(split, 'utf8')) as StoredSplit;
  writeFileSync(split, JSON.stringify({ ...stored, sides: { training: stored.sides.training, test: [] } }));
  await expect(splitDataSet(folder, { lengths, split }, shares)).rejects.toThrow('sides.validation');
});

test('train few-shot notes lengths, split and stages in the command of the model, and takes neither without data', async () => {
  const flags = { data: 'D', lengths: 'l.csv', split: 's.json', filters: [2], clipsPerRecording: 3 };
  expect(commandOf(flags as unknown as FewShotFlags)).toContain(
    '--data D --clips-per-recording 3 --lengths l.csv --split s.json ',
  );
  const stages = { ...flags, supervisedEpisodes: 90, warmUpEpisodes: 30 };
  expect(commandOf(stages as unknown as FewShotFlags)).toContain(
    ' --supervised-episodes 90 --warm-up-episodes 30 ',
  );
  const program = new Command().exitOverride();
  trainCommand(program.command('train'));
  const argv = ['train', 'few-shot', '--simulated', '120', '--split', 's.json', '-o', 'x'];
  await expect(program.parseAsync(argv, { from: 'user' })).rejects.toMatchObject({
    exitCode: ExitCode.usage,
    reason: '--lengths and --split are of a data set',
  });
});
