import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { beforeEach, expect, test, vi } from 'vitest';
import { datasetCommand } from '../../src/commands/dataset.js';
import { evaluateCommand } from '../../src/commands/evaluate.js';
import { trainCommand } from '../../src/commands/train.js';
import type { StoredSplit } from '../../src/datasets/split-file.js';
import { ExitCode } from '../../src/errors.js';
import { folderOf } from '../datasets/miniature.js';
import { temporaryFolder } from '../store/temporary-folder.js';

let printed: string[] = [];
let warned: string[] = [];
beforeEach(() => {
  [printed, warned] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation((line) => void warned.push(line));
});

async function hullprint(...argv: string[]): Promise<void> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  evaluateCommand(program.command('evaluate'));
  datasetCommand(program.command('dataset'));
  trainCommand(program.command('train'));
  await program.parseAsync(argv, { from: 'user' });
}

interface Row {
  name: string;
  size: string;
  vessel: string;
}

/** Three vessels of each size, a recording of 6 s each. */
const rows: Row[] = ['A', 'B', 'C'].flatMap((letter) => [
  { name: `big-${letter}`, size: 'big', vessel: `FERRY ${letter}` },
  { name: `small-${letter}`, size: 'small', vessel: `BOAT ${letter}` },
]);

function writeIndex(folder: string, name: string, lines: readonly Row[]): string {
  const path = join(folder, name);
  const rest = lines.map((one) => `${one.name}.wav,pier,,${one.size},${one.vessel},${one.name}`);
  writeFileSync(path, `path,source,class,size,vessel,recording_id\n${rest.join('\n')}\n`);
  return path;
}

/** A model that keeps the split of an index, the index, and the split. */
async function taught() {
  const folder = folderOf(Object.fromEntries(rows.map(({ name }) => [`${name}.wav`, 6])));
  const index = writeIndex(folder, 'index.csv', rows);
  const model = join(temporaryFolder(), 'mine');
  cpSync(new URL('../../models/band-statistics', import.meta.url), model, { recursive: true });
  const file = join(model, 'split.json');
  await hullprint('dataset', index, '--split', 'vessel', '--out', file);
  const split = JSON.parse(readFileSync(file, 'utf8')) as StoredSplit;
  printed = [];
  const testIds = split.sides.test.map(({ recordingId }) => recordingId);
  return { folder, index, model, split, tested: rows.filter(({ name }) => testIds.includes(name)) };
}

const evaluatedIds = () =>
  (JSON.parse(printed.at(-1)!) as { recordings: { recording_id: string }[] }).recordings.map(
    (one) => one.recording_id,
  );

test('an index with vessels that the model learnt from is refused; leave-out scores the others, score all', async () => {
  const { index, model, tested } = await taught();
  const refused = hullprint('evaluate', index, '-m', model);
  await expect(refused).rejects.toMatchObject({
    exitCode: ExitCode.data,
    reason: expect.stringMatching(
      /^the model knows 4 of its 6 recordings, first vessel .* from its (training|validation) side$/,
    ),
  });
  await expect(refused).rejects.toThrow('--seen leave-out');
  expect(printed).toEqual([]);

  await hullprint('evaluate', index, '-m', model, '--json', '--seen', 'leave-out');
  expect(evaluatedIds()).toEqual(tested.map(({ name }) => name));
  expect(warned.at(-1)).toContain('4 of 6 recordings are left out');
  await hullprint('evaluate', index, '-m', model, '--json', '--seen', 'score');
  expect(evaluatedIds()).toHaveLength(6);
  await hullprint('evaluate', index, '--json');
  expect(evaluatedIds()).toHaveLength(6);
});

test('the test side is scored as it is; a copy of learnt sound under other names is found', async () => {
  const { folder, model, split, tested } = await taught();
  await hullprint('evaluate', writeIndex(folder, 'test.csv', tested), '-m', model, '--json');
  expect(evaluatedIds()).toEqual(tested.map(({ name }) => name));

  copyFileSync(join(folder, `${split.sides.validation[0]!.recordingId}.wav`), join(folder, 'copy.wav'));
  const copy = { name: 'copy', size: 'big', vessel: 'NEW' };
  const index = writeIndex(folder, 'copy.csv', [...tested, copy]);
  await expect(hullprint('evaluate', index, '-m', model)).rejects.toThrow(
    /knows 1 of its 3 recordings, first audio sha256:\w+, from its validation side/,
  );
  const alone = writeIndex(folder, 'alone.csv', [copy]);
  await expect(hullprint('evaluate', alone, '-m', model, '--seen', 'leave-out')).rejects.toMatchObject({
    exitCode: ExitCode.data,
    hint: 'Give recordings of other vessels.',
  });
});

test('train few-shot refuses to be scored on what it would learn from, before it learns', async () => {
  const { folder, index, model, split } = await taught();
  const learnt = rows.filter(({ name }) => split.sides.training.some((one) => one.recordingId === name));
  const scored = writeIndex(folder, 'scored.csv', learnt.slice(0, 1));
  const output = join(temporaryFolder(), 'model');
  const all = ['train', 'few-shot', '--data', index, '--split', join(model, 'split.json'), '-o', output];
  await expect(hullprint(...all, '--score-on', scored)).rejects.toMatchObject({
    exitCode: ExitCode.data,
    subject: scored,
    reason: expect.stringContaining('knows 1 of its 1 recordings'),
  });
});
