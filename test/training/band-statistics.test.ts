import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poolAssessments } from '../../src/decision/pool.js';
import { writeModelFolder } from '../../src/embedding/write-model-folder.js';
import { loadEvaluatedModel } from '../../src/evaluation/evaluated-model.js';
import { FeatureExtractor } from '../../src/features/extractor.js';
import type { FeatureWindow } from '../../src/features/frames.js';
import { simulateClip } from '../../src/simulator/clip.js';
import { fitBandStatistics } from '../../src/training/band-statistics-fit.js';
import { bandStatisticsFolder } from '../../src/training/band-statistics-folder.js';
import type { SimulatedClip } from '../../src/training/simulated-clip.js';
import { simulateSet } from '../../src/training/simulated-set.js';

const scratch = mkdtempSync(join(tmpdir(), 'hullprint-train-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const clips = 480;
const seed = 5;
let set: SimulatedClip[];

async function train(name: string): Promise<string> {
  const path = join(scratch, name);
  const model = await fitBandStatistics(set, seed);
  const { draft, files } = bandStatisticsFolder(model, { seed, clips, prior: null, scores: [] });
  await writeModelFolder(path, draft, files);
  return path;
}

describe('a model fitted on a few simulated clips', () => {
  beforeAll(async () => {
    set = await simulateSet('clip', { seed, count: clips, workers: 1 });
    await train('model');
  }, 240_000);

  test('is the same to the byte for the same seed', async () => {
    const again = await train('again');
    for (const name of readdirSync(again)) {
      const one = readFileSync(join(again, name));
      expect(one.equals(readFileSync(join(scratch, 'model', name))), name).toBe(true);
    }
  }, 240_000);

  test('tells simulated ships from an empty sea, and big from small, far better than chance', async () => {
    const model = await loadEvaluatedModel(join(scratch, 'model'));
    const sizes = ['big', 'small', 'none'] as const;
    const verdicts = [];
    for (let i = 0; i < 60; i++) {
      const { samples } = simulateClip({ seed: `unseen/${i}`, size: sizes[i % 3] });
      const windows: FeatureWindow[] = [];
      const extractor = new FeatureExtractor({ sampleRateHz: 16_000, calibration: null, compression: 'log' });
      const take = (features: Parameters<Parameters<typeof extractor.push>[1]>[0]) => {
        if (features.type === 'window') windows.push(features.window);
      };
      extractor.push(samples, take);
      extractor.end(take);
      const assessments = (await model.encoder.embed(windows)).map((embedding) =>
        model.judge.assess(embedding),
      );
      const pooled = assessments.map((assessment) => ({ assessment, weight: 1 }));
      verdicts.push(poolAssessments(pooled, model.judge.unknownZone).size);
    }
    const right = verdicts.filter((verdict, i) => verdict === sizes[i % 3]).length;
    expect(right).toBeGreaterThan(36); // 20 by chance
  });

  test('several processes simulate the same clips as one', async () => {
    const together = await simulateSet('clip', { seed, count: 7, workers: 2 });
    expect(together).toEqual(set.slice(0, 7));
  });

  test('one clip in four is heard by a slow recorder, and sizes take turns', () => {
    expect(set.filter(({ bandwidthHz }) => bandwidthHz === 4000).length).toBe(clips / 4);
    expect(set.slice(0, 4).map(({ size }) => size)).toEqual(['big', 'small', 'none', 'big']);
  });
});
