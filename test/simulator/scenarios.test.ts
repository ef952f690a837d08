import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeScene } from '../../src/simulator/compose-scene.js';
import { loadScenario } from '../../src/simulator/load-scenario.js';
import { SCENARIOS } from '../../src/simulator/scenarios.js';
import { SceneRenderer } from '../../src/simulator/scene-renderer.js';
import { sceneTruth } from '../../src/simulator/scene-truth.js';
import { rmsDb } from './welch.js';

const FERRY = { vesselType: 'passenger', closestApproachSeconds: 5, closestApproachM: 200 };

test.each(Object.keys(SCENARIOS))('the scenario %s fits its schema and renders', (name) => {
  const scene = composeScene(loadScenario(name));
  const renderer = new SceneRenderer(scene);
  expect(renderer.read(16_000)).toHaveLength(scene.hydrophones.length);
});

test('the harbour has big and small ships, each heard by both hydrophones, with quiet between them', () => {
  const scene = composeScene(loadScenario('harbour'));
  for (const channel of [0, 1]) {
    const passages = sceneTruth(scene, channel);
    expect(passages.map(({ size }) => size)).toEqual(['big', 'small', 'big', 'small', 'big', 'small']);
    for (const { audibleFromSeconds, audibleUntilSeconds } of passages) {
      expect(audibleUntilSeconds! - audibleFromSeconds!).toBeGreaterThan(30);
    }
    for (const [i, next] of passages.slice(1).entries()) {
      expect(passages[i]!.audibleUntilSeconds!).toBeLessThan(next.audibleFromSeconds!);
    }
  }
});

test('a ship is heard when the truth says so', () => {
  const written = { ...loadScenario('harbour'), sampleRateHz: 8000, sounds: [], durationSeconds: 145 };
  const scene = composeScene(written);
  const [tanker] = sceneTruth(scene, 0);
  const samples = new SceneRenderer(scene).read(145 * 8000)[0]!;
  const level = (seconds: number) => rmsDb(samples.subarray(seconds * 8000, (seconds + 5) * 8000));
  const before = level(0);
  expect(tanker!.closestApproachSeconds).toBeCloseTo(140, 0);
  expect(level(140) - before).toBeGreaterThan(20);
  expect(level(tanker!.audibleFromSeconds! + 10) - before).toBeGreaterThan(2);
  expect(level(tanker!.audibleFromSeconds! - 25) - before).toBeLessThan(3);
});

test.each([
  ['a hydrophone in the seabed', { hydrophones: [{ name: 'a', depthM: 25 }] }, /a at 25 m.*seabed/],
  [
    'a recorder both drawn and described',
    { hydrophones: [{ name: 'a', depthM: 5, recorder: 'drawn', humHz: 50 }] },
    /recorder: drawn.*humHz.*leave/,
  ],
  ['a ship longer than any', { passages: [{ ...FERRY, lengthM: 4000 }] }, /lengthM.*460/],
  ['a ship faster than any', { passages: [{ ...FERRY, speedKn: 200 }] }, /speedKn.*70/],
])('%s is refused, where and why', (_, changes, reason) => {
  expect(() => loadScenario(written(changes))).toThrow(reason);
});

test('a drawn recorder may stand beside the usual values, as in scenario.json of earlier releases', () => {
  const usual = { lowCutHz: 5, selfNoiseDb: 30, dcOffset: 0 };
  const path = written({ hydrophones: [{ name: 'a', depthM: 5, recorder: 'drawn', ...usual }] });
  expect(loadScenario(path).hydrophones).toHaveLength(1);
});

function written(changes: object): string {
  const path = join(mkdtempSync(join(tmpdir(), 'hullprint-scenario-')), 'odd.yaml');
  const plain = { durationSeconds: 10, hydrophones: [{ name: 'a', depthM: 10 }] };
  writeFileSync(path, JSON.stringify({ ...plain, ...changes }));
  return path;
}
