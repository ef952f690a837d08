import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareWays } from '../../../bench/findings/bootstrap.js';
import type { FleetRecording } from '../../../bench/findings/mutual/base-encoder.js';
import { eventsOver, smoothed } from '../../../bench/findings/mutual/event-decision.js';
import { eventTasks } from '../../../bench/findings/mutual/event-task.js';
import { EVENT_WAYS, type EventsConfig, eventsJob } from '../../../bench/findings/mutual/events.js';
import { poolEvents } from '../../../bench/findings/mutual/events-table.js';
import type { LongRecording } from '../../../bench/findings/mutual/long-recording.js';
import { drawPassageEpisode } from '../../../bench/findings/mutual/passage-episodes.js';
import { PASSAGE_WAYS, passagesJob } from '../../../bench/findings/mutual/passages.js';
import { poolPassages } from '../../../bench/findings/mutual/passages-table.js';
import { MUTUAL_OPTIONS } from '../../../bench/findings/mutual/settings.js';
import { templateScores } from '../../../bench/findings/mutual/template-matching.js';
import { useEngine } from '../../../src/embedding/backends/engine.js';
import { filterbankBands } from '../../../src/features/filterbank.js';
import { STATISTIC_NAMES } from '../../../src/features/statistics.js';
import { Random } from '../../../src/simulator/random.js';
import type { MutualOptions } from '../../../src/training/few-shot/mutual.js';
import { PatchEncoder } from '../../../src/training/few-shot/patch-encoder.js';
import { PATCH_FRAMES } from '../../../src/training/ships/ship-training.js';

const folder = mkdtempSync(join(tmpdir(), 'mutual-'));
let encoder: PatchEncoder;
beforeAll(async () => {
  await useEngine('cpu');
  encoder = new PatchEncoder(
    {
      ...{ height: PATCH_FRAMES, width: filterbankBands, filters: [3, 4] },
      ...{ stem: { kernel: [5, 5], strides: [10, 8] }, embeddingLength: 6 },
    },
    1,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As few steps as there can be. */
const OPTIONS: MutualOptions = {
  ...MUTUAL_OPTIONS.events,
  ...{ fineTuning: { ...MUTUAL_OPTIONS.events.fineTuning, steps: 1 }, rounds: 1 },
  confidence: { least: 0.5, mostWindows: 4 },
};

/** Big vessels are louder at low frequencies, small ones at high: told apart by any network. */
function tiltedFleet(vessels: number): FleetRecording[] {
  const random = new Random('tilted fleet');
  return Array.from({ length: vessels }, (_, vessel) => {
    const size = vessel % 2 === 0 ? 'big' : 'small';
    const tilt = (size === 'big' ? -1 : 1) * random.uniform(0.1, 0.4);
    const values = Float32Array.from(
      { length: PATCH_FRAMES * filterbankBands },
      (_, i) => tilt * (i % filterbankBands) + random.normal(0, 3),
    );
    const patch = { values, frames: PATCH_FRAMES, bands: filterbankBands };
    const window = { patch, statistics: new Float32Array(STATISTIC_NAMES.length), bandwidthHz: 8000 };
    const place = { site: 'site', hydrophone: 'site' };
    return { side: 'heads', vessel: `vessel ${vessel}`, ...place, size, windows: [window] };
  });
}

describe('few-shot passages', () => {
  const fleet = tiltedFleet(50);

  test.each(['balanced', 'skewed'] as const)('an episode has no vessel twice, %s', (mix) => {
    const request = { mix, shots: 3, queries: 20, number: 1 };
    const { support, query, frequent } = drawPassageEpisode(fleet, request, new Random(1));
    const vessels = [...support, ...query].map((place) => fleet[place]!.vessel);
    expect(new Set(vessels).size).toBe(26);
    expect(query.filter((place) => fleet[place]!.size === 'small').length).toBe(mix === 'balanced' ? 10 : 18);
    expect(frequent).toBe(mix === 'balanced' ? null : 1);
  });

  test('are classified each way and pooled into a table', async () => {
    const tensors = tf.memory().numTensors;
    const config = { seed: 1, shots: [2], queries: 20, episodes: 3, options: OPTIONS };
    const result = await passagesJob(config, encoder, fleet, new Float32Array(encoder.embeddingLength));
    expect(tf.memory().numTensors).toBe(tensors);
    const again = JSON.parse(JSON.stringify(result));
    const tables = poolPassages([again]);
    expect(tables.map(({ mix, shots, episodes }) => [mix, shots, episodes])).toEqual([
      ['balanced', 2, 3],
      ['skewed', 2, 3],
    ]);
    for (const { ways } of tables) {
      expect(ways.map(({ way }) => way)).toEqual([...PASSAGE_WAYS]);
      expect(ways[0]!.estimate.value).toBeGreaterThan(0.7);
    }
  });
});

/** Twelve windows in a round; something is heard in bands of its kind. */
function bandRecording(): LongRecording {
  const [bands, windows] = [4, 60];
  const passages = [5, 15, 25, 35, 45].map((window, i) => ({
    kind: i % 2 === 0 ? ('tug' as const) : ('tanker' as const),
    ...{ onsetSeconds: (window + 1) * 2.5, offsetSeconds: (window + 5) * 2.5 },
  }));
  const levels = Float32Array.from({ length: windows * bands }, (_, i) => 50 + 0.01 * ((i * 7) % 11));
  for (const [i, { onsetSeconds }] of passages.entries()) {
    for (let w = 0; w < 5; w++) levels[(onsetSeconds / 2.5 - 1 + w) * bands + (i % 2)]! += 10 + w;
  }
  return { patches: new Float32Array(0), levels, bands, windows, passages };
}

describe('few-shot events', () => {
  const tug = eventTasks(bandRecording(), 2).find(({ kind }) => kind === 'tug');

  test('the task shows the first passages of a kind and asks for what comes after', () => {
    expect(tug!.kind).toBe('tug');
    expect(tug!.shownWindows).toEqual([[6, 7, 8].flatMap((w) => [w]), [26, 27, 28]]);
    expect(tug!.hidden.map(({ onsetSeconds }) => onsetSeconds)).toEqual([115]);
    expect(tug!.queryStart).toBe(30);
    expect(tug!.otherWindows).not.toContain(5);
    expect(tug!.otherWindows).toContain(16); // another ship
  });

  test('template matching finds the like and no other', () => {
    const scores = templateScores(bandRecording(), tug!);
    const best = scores.indexOf(Math.max(...scores)) + tug!.queryStart;
    expect(best).toBeGreaterThanOrEqual(45);
    expect(best).toBeLessThanOrEqual(49);
    expect(scores[37 - tug!.queryStart]).toBeLessThan(0.5);
  });

  test('scores are smoothed, near events merged, short ones dropped', () => {
    const scores = new Float64Array(30);
    scores[2] = 1; // alone: smoothed away
    for (const i of [10, 11, 12, 15, 16, 17]) scores[i] = 1; // 5 s between
    const events = eventsOver(smoothed(scores), 0.5, { ...tug!, queryStart: 0 });
    expect(events).toEqual([{ onsetSeconds: 26.25, offsetSeconds: 46.25 }]);
  });

  test('are found each way in rendered recordings, and pooled into a table', async () => {
    const config: EventsConfig = {
      ...{ seed: 1, kinds: 2, rounds: 2, strangers: 0, shown: 1 },
      ...{ validationRecordings: 1, testRecordings: 1, workers: 1, options: OPTIONS },
    };
    const result = await eventsJob(config, encoder, folder);
    expect(result.test.map(({ kind }) => kind)).toEqual(['recreational', 'tanker']);
    const table = poolEvents([JSON.parse(JSON.stringify(result))]);
    expect(table.ways.map(({ way }) => way)).toEqual([...EVENT_WAYS]);
    expect(table).toMatchObject({ ships: 2, passages: 2 });
    expect(Math.max(...table.ways.map(({ estimate }) => estimate.value))).toBeGreaterThan(0);
    // What was rendered is kept.
    const rounds = join(folder, 'rounds');
    const written = () => readdirSync(rounds).map((name) => statSync(join(rounds, name)).mtimeMs);
    const before = written();
    expect(before).toHaveLength(4);
    expect((await eventsJob(config, encoder, folder)).test).toEqual(result.test);
    expect(written()).toEqual(before);
  });
});

test('ways are compared on the same units', () => {
  const units = Array.from({ length: 40 }, (_, i) => [i % 2, 1]);
  const [first, second] = compareWays(['half', 'all'], [units], ([drawn], way) =>
    drawn!.reduce((sum, unit) => sum + unit[way]! / drawn!.length, 0),
  );
  expect(first).toMatchObject({ way: 'half', difference: null });
  expect(first!.estimate.value).toBeCloseTo(0.5, 9);
  expect(first!.estimate.interval[0]).toBeLessThan(0.45);
  expect(second!.difference!.value).toBeCloseTo(0.5, 9);
});
