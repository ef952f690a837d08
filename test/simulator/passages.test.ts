import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { readWavInfo } from '../../src/capture/wav-file.js';
import { readIndex } from '../../src/datasets/index-file.js';
import { drawClip } from '../../src/simulator/clip.js';
import { writePassages } from '../../src/simulator/output/write-passages.js';
import { planPassages } from '../../src/simulator/passages.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const set = { seed: '7', vessels: 60, recordingsPerVessel: 3, sites: 12, seconds: 20 };

test('big, small and none are as many, each vessel is heard at several sites, each in another sea', () => {
  const plans = planPassages(set);
  for (const size of ['big', 'small', 'none'])
    expect(plans.filter((one) => one.size === size)).toHaveLength(90);
  expect(new Set(plans.map(({ sea }) => sea)).size).toBe(plans.length);
  expect(new Set(plans.map(({ site }) => site)).size).toBe(12);
  const ships = plans.filter(({ size }) => size !== 'none');
  for (let first = 0; first < ships.length; first += 3) {
    const own = ships.slice(first, first + 3);
    expect(new Set(own.map(({ vessel }) => vessel)).size).toBe(1);
    expect(new Set(own.map(({ size }) => size)).size).toBe(1);
    expect(new Set(own.map(({ site }) => site)).size).toBe(3);
  }
  expect(new Set(ships.map(({ vessel }) => vessel)).size).toBe(60);
});

test('a vessel keeps its hull and a hydrophone its response wherever they come again', () => {
  const drawn = planPassages({ ...set, vessels: 4, sites: 3 }).map((plan) => ({
    plan,
    ...drawClip(plan.request),
  }));
  for (const [one, other] of [
    [drawn[0]!, drawn[1]!],
    [drawn[3]!, drawn[5]!],
  ]) {
    expect(one.plan.vessel).toBe(other.plan.vessel);
    expect(one.scene.passages[0]!.vessel).toEqual(other.scene.passages[0]!.vessel);
  }
  const responses = new Map(
    drawn.map(({ plan, scene }) => [plan.hydrophone, scene.hydrophones[0]!.recorder.responseDb]),
  );
  expect(responses.size).toBe(3);
  for (const { plan, scene } of drawn)
    expect(scene.hydrophones[0]!.recorder.responseDb).toEqual(responses.get(plan.hydrophone));
});

test('both sizes are to have SNRs evenly from -5 to 25 dB', () => {
  const ships = planPassages(set).filter(({ size }) => size !== 'none');
  for (const size of ['big', 'small'])
    for (let from = -5; from < 25; from += 5) {
      const within = ships.filter(
        (plan) => plan.size === size && plan.request.snrDb! >= from && plan.request.snrDb! < from + 5,
      );
      expect(within, `${size} from ${from} dB`).toHaveLength(15);
    }
});

test('a ship that is to be clear is put where it is clearer, where its sea allows it', () => {
  const gainDb: number[] = [];
  for (const { request } of planPassages({ ...set, vessels: 6, recordingsPerVessel: 1 })) {
    if (request.size === 'none') continue;
    const [faint, middle, clear] = [-5, 10, 25].map((snrDb) => drawClip({ ...request, snrDb }).truth.snrDb!);
    expect(middle).toBeGreaterThanOrEqual(faint!);
    expect(clear).toBeGreaterThanOrEqual(middle!);
    gainDb.push(clear! - faint!);
  }
  expect(Math.max(...gainDb)).toBeGreaterThan(10);
});

test('a set is written with an index that evaluate takes, SNR and range in it, and the truth by the second', async () => {
  const folder = join(temporaryFolder(), 'new');
  const small = { ...set, vessels: 2, recordingsPerVessel: 1, sites: 2, seconds: 3 };
  expect(await writePassages(small, folder)).toBe(3);
  const recordings = await readIndex(join(folder, 'index.csv'));
  expect(recordings.map(({ size }) => size)).toEqual(['big', 'small', 'none']);
  for (const { size, snrDb, rangeM, files } of recordings) {
    expect(await readWavInfo(files[0]!)).toMatchObject({ frames: 48_000, missingFrames: 0 });
    if (size === 'none') expect([snrDb, rangeM]).toEqual([undefined, undefined]);
    else {
      expect(snrDb).toBeGreaterThan(-10);
      expect(rangeM).toBeGreaterThan(0);
    }
  }
  const truth: Record<string, string>[] = parse(readFileSync(join(folder, 'truth.csv')), { columns: true });
  expect(truth.map(({ path, seconds }) => [path, seconds])).toEqual(
    recordings
      .filter(({ size }) => size !== 'none')
      .flatMap(({ files }) => ['1', '2', '3'].map((second) => [`recordings/${basename(files[0]!)}`, second])),
  );
  for (const { shaft_hz, blades, range_m } of truth)
    for (const value of [shaft_hz, blades, range_m]) expect(Number(value)).toBeGreaterThan(0);
  const again = join(temporaryFolder(), 'again');
  await writePassages(small, again);
  for (const { path } of parse(readFileSync(join(folder, 'index.csv')), { columns: true }) as {
    path: string;
  }[])
    expect(readFileSync(join(again, path)).equals(readFileSync(join(folder, path)))).toBe(true);
  await expect(writePassages(small, folder)).rejects.toMatchObject({ exitCode: 73 });
});
