import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { beforeEach, expect, test, vi } from 'vitest';
import { trainCommand } from '../../src/commands/train.js';
import { ExitCode } from '../../src/errors.js';
import { readLeaf } from '../../src/features/leaf-file.js';
import { initialLeaf, publishedLeaf } from '../../src/features/leaf-parameters.js';
import { CURVES } from '../../src/training/training-curves.js';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { temporaryFolder } from '../store/temporary-folder.js';

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(line));
});

/** An index of big ships that rumble and small ones that whine, each vessel with its recordings. */
function indexOf(vessels: { size: 'big' | 'small'; vessel: string; recordings: number }[]): string {
  const lines = ['path,source,class,size,vessel,recording_id'];
  let folder = '';
  let seed = 1;
  for (const { size, vessel, recordings } of vessels) {
    for (let i = 0; i < recordings; i++) {
      const path = recording(
        [harbourSamples(2, [{ size, closestSeconds: 1 }], ++seed)],
        `${vessel}-${i}.wav`,
      );
      folder ||= dirname(path);
      lines.push(`${path},pier,,${size},${vessel},${vessel}-${i}`);
    }
  }
  const index = join(folder, 'index.csv');
  writeFileSync(index, `${lines.join('\n')}\n`);
  return index;
}

function fewShips(): string {
  return indexOf(
    ['A', 'B', 'C'].flatMap((name) => [
      { size: 'big' as const, vessel: `FERRY ${name}`, recordings: 1 },
      { size: 'small' as const, vessel: `BOAT ${name}`, recordings: 2 },
    ]),
  );
}

async function train(data: string, output: string, ...options: string[]): Promise<void> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  trainCommand(program.command('train'));
  const quick = ['--clip-seconds', '0.25', '--batch-clips', '4', '--steps-per-epoch', '4', '--filters', '10'];
  const all = ['train', 'leaf', '--data', data, '-o', output, ...quick, ...options];
  await program.parseAsync(all, { from: 'user' });
}

test('train leaf learns to part big from small, moves the filters too, and tells of vessels that it did not hear', async () => {
  const output = temporaryFolder();
  await train(fewShips(), output, '--head', 'linear', '--learning-rate', '0.02', '--epochs', '8');
  const { history, split } = JSON.parse(readFileSync(join(output, 'checkpoint.json'), 'utf8'));
  const curves = await loadImage(readFileSync(join(output, 'curves.png')));
  expect({ width: curves.width, height: curves.height }).toEqual(CURVES);
  expect(history.at(-1).trainingLoss).toBeLessThan(0.6 * history[0].trainingLoss);
  expect(split.training).toHaveLength(6);
  expect(split.validation).toHaveLength(3);

  const outcomes = parse(readFileSync(join(output, 'outcomes.csv'), 'utf8'), { columns: true }) as Record<
    string,
    string
  >[];
  expect(outcomes.map(({ size }) => size).sort()).toEqual(['big', 'small', 'small']);
  for (const { size, verdict, vessel } of outcomes) {
    expect(verdict).toBe(size);
    expect(split.training.join()).not.toContain(vessel);
  }
  expect(printed.at(-1)).toMatch(/big 1 of 1, small 2 of 2; balanced accuracy 1\.00 \(too few vessels/);

  const { parameters } = await readLeaf(join(output, 'leaf.json'));
  const before = initialLeaf({ ...publishedLeaf, filters: 10 }).parameters;
  for (const name of ['centre', 'width', 'pooling', 'alpha', 'delta', 'root', 'smoothing'] as const)
    expect(
      parameters[name].some((value, i) => Math.abs(value - before[name][i]!) > 1e-3),
      name,
    ).toBe(true);
});

test('a training that was stopped goes on to the very same end', async () => {
  const data = fewShips();
  const [whole, halves] = [temporaryFolder(), temporaryFolder()];
  await train(data, whole, '--epochs', '3');
  await train(data, halves, '--epochs', '1');
  await train(data, halves, '--epochs', '3');
  expect(printed.some((line) => line.includes('goes on after epoch 1'))).toBe(true);
  for (const file of ['checkpoint.json', 'leaf.json', 'outcomes.csv'])
    expect(readFileSync(join(halves, file), 'utf8')).toBe(readFileSync(join(whole, file), 'utf8'));
  await expect(train(data, halves, '--seed', '2')).rejects.toThrow('it was begun with other options');
  writeFileSync(join(halves, 'checkpoint.json'), '{}');
  await expect(train(data, halves)).rejects.toMatchObject({ exitCode: ExitCode.data });
});

test('train leaf keeps its split, and learns again from that split alone, whatever the seed', async () => {
  const data = fewShips();
  const [own, given] = [temporaryFolder(), temporaryFolder()];
  await train(data, own, '--epochs', '1');
  const split = join(own, 'split.json');
  await train(data, given, '--epochs', '1', '--seed', '9', '--split', split);
  const sidesOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'checkpoint.json'), 'utf8')).split;
  expect(sidesOf(given)).toEqual(sidesOf(own));
  expect(readFileSync(join(given, 'split.json'), 'utf8')).toBe(readFileSync(split, 'utf8'));
  const both = train(data, given, '--split', split, '--validation-share', '0.5');
  await expect(both).rejects.toMatchObject({ code: 'commander.conflictingOption' });

  const lengths = join(given, 'lengths.csv');
  writeFileSync(lengths, 'vessel,length_m\nFERRY A,70\nFERRY B,70\nFERRY C,70\n');
  await expect(train(data, temporaryFolder(), '--lengths', lengths)).rejects.toThrow('no big vessel');
});

test('it stops when the validation vessels have had enough', async () => {
  const output = temporaryFolder();
  // Steps this long do not lead downhill.
  await train(fewShips(), output, '--learning-rate', '1', '--patience', '2', '--epochs', '30');
  const { history } = JSON.parse(readFileSync(join(output, 'checkpoint.json'), 'utf8')) as {
    history: { validationLoss: number }[];
  };
  const losses = history.map(({ validationLoss }) => validationLoss);
  expect(history.length).toBeLessThan(30);
  expect(losses.length - 1 - losses.indexOf(Math.min(...losses))).toBe(2);
});

test('without two vessels of a size there is nothing to try it on', async () => {
  const one = indexOf([
    { size: 'big', vessel: 'A', recordings: 2 },
    { size: 'small', vessel: 'B', recordings: 1 },
    { size: 'small', vessel: 'C', recordings: 1 },
  ]);
  await expect(train(one, temporaryFolder())).rejects.toThrow('no big vessel is left for validation');
});
