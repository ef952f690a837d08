import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkNames } from '../../../src/embedding/fusion.js';
import { writeModelFolder } from '../../../src/embedding/write-model-folder.js';
import { ExitCode } from '../../../src/errors.js';
import { loadEvaluatedModel } from '../../../src/evaluation/evaluated-model.js';
import type { FeatureWindow } from '../../../src/features/frames.js';
import { STATISTIC_NAMES } from '../../../src/features/statistics.js';
import { shipFolder } from '../../../src/training/ships/ship-folder.js';
import type { ShipRecording } from '../../../src/training/ships/ship-recording.js';
import { SHIP_OPTIONS, type ShipTraining, trainShips } from '../../../src/training/ships/ship-training.js';
import { FEWEST_FLEET_CLIPS, simulateFleet } from '../../../src/training/ships/simulated-fleet.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-ships-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const newFolder = () => mkdtempSync(join(scratch, 'run-'));

const options = {
  ...SHIP_OPTIONS,
  filters: [2, 2],
  embeddingLength: 4,
  ways: 3,
  shots: 1,
  queries: 1,
  episodes: 4,
  warmUpEpisodes: 2,
  validateEvery: 2,
};
let fleet: ShipRecording[];

function task(folder: string, changes: Partial<ShipTraining> = {}): ShipTraining {
  const of = (part: string) => fleet.filter(({ side }) => side === part);
  return {
    sides: { encoder: of('encoder'), validation: of('held'), heads: of('heads'), held: of('held') },
    options,
    data: 'tiny fleet',
    folder,
    copies: 1,
    ...changes,
  };
}

async function write(training: ShipTraining): Promise<string> {
  await tf.setBackend('cpu');
  const path = join(newFolder(), 'tiny');
  const { draft, files } = shipFolder(await trainShips(training), {
    name: 'tiny',
    command: 'none',
    options,
    backend: 'javascript',
    data: [],
    prior: null,
    scores: [],
    licence: 'MIT',
    split: null,
  });
  await writeModelFolder(path, draft, files);
  return path;
}

describe('a model trained on a tiny fleet', () => {
  let path: string;
  beforeAll(async () => {
    fleet = await simulateFleet({ seed: 4, clips: FEWEST_FLEET_CLIPS, workers: 2 });
    path = await write(task(newFolder()));
  }, 120_000);

  test('loads, passes its self-test on wasm, and judges windows of any bandwidth by network and statistics', async () => {
    const { encoder, judge, coordinates } = await loadEvaluatedModel(path);
    expect(coordinates).toEqual([...networkNames(4), ...STATISTIC_NAMES]);
    const windows = fleet
      .slice(0, 12)
      .flatMap((recording) => recording.windows.map((window) => ({ ...window }) as FeatureWindow));
    const embeddings = await encoder.embed(windows);
    for (const [i, embedding] of embeddings.entries()) {
      expect(embedding).toHaveLength(4 + STATISTIC_NAMES.length + 1);
      expect(embedding.at(-1)).toBe(windows[i]!.bandwidthHz < 7000 ? 1 : embedding.at(-1));
      const { probability, nearest } = judge.assess(embedding);
      expect(probability.big + probability.small + probability.none).toBeCloseTo(1, 6);
      expect(nearest.map((one) => one.class).sort()).toEqual(['big', 'none', 'small']);
    }
  });

  test('is the same to the byte when the training is killed and goes on', async () => {
    const folder = newFolder();
    const kill = (episode: number) => {
      if (episode === 3) throw new Error('killed');
    };
    await expect(write(task(folder, { onEpisode: kill }))).rejects.toThrow('killed');
    const again = await write(task(folder));
    for (const name of readdirSync(path)) {
      const one = readFileSync(join(again, name));
      expect(one.equals(readFileSync(join(path, name))), name).toBe(true);
    }
  }, 60_000);

  test('is refused where a side lacks a size', async () => {
    const { sides } = task('');
    const ships = { ...sides, heads: sides.heads.filter(({ size }) => size !== 'none') };
    await expect(trainShips(task(newFolder(), { sides: ships }))).rejects.toMatchObject({
      exitCode: ExitCode.data,
      reason: 'no recording without a ship is left for heads',
    });
  });
});
