import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composeScene } from '../../src/simulator/compose-scene.js';
import { receivedPower } from '../../src/simulator/propagation.js';
import { scenarioSchema } from '../../src/simulator/scenario.js';
import { SceneRenderer } from '../../src/simulator/scene-renderer.js';
import { dbOfPower, spectrum, valueAt } from '../../src/simulator/spectrum.js';
import { anchored, FULL_SCALE_DB, plainScene, plainVessel, sandyShelf } from './plain-scene.js';
import { bandMeanDb, rmsDb, welchDb } from './welch.js';

const busy = scenarioSchema.parse({
  seed: 'busy',
  durationSeconds: 1.5,
  sampleRateHz: 16_000,
  hydrophones: [
    { name: 'a', depthM: 10, humHz: 50 },
    { name: 'b', depthM: 20, positionM: [50, 0] },
  ],
  passages: [
    { vesselType: 'tug', closestApproachSeconds: 1, closestApproachM: 80, knocks: true },
    { vesselType: 'tanker', closestApproachSeconds: 1.5, closestApproachM: 300 },
  ],
  sounds: [{ kind: 'shrimp' }, { kind: 'fish' }, { kind: 'flow' }, { kind: 'pump', fromSeconds: 1 }],
});

function whole(scene = composeScene(busy)): Float32Array[] {
  const renderer = new SceneRenderer(scene);
  return renderer.read(renderer.length);
}

test('the same scenario gives the same samples again, and another seed others', () => {
  expect(whole()).toEqual(whole());
  expect(whole(composeScene({ ...busy, seed: 'other' }))[0]).not.toEqual(whole()[0]);
});

test('the size of the blocks that are asked for does not change a sample', () => {
  const reference = whole();
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 7000 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      const renderer = new SceneRenderer(composeScene(busy));
      const gathered = reference.map((channel) => new Float32Array(channel.length));
      let position = 0;
      for (let turn = 0; position < renderer.length; turn++) {
        const block = renderer.read(sizes[turn % sizes.length]!);
        for (const [channel, samples] of block.entries()) gathered[channel]!.set(samples, position);
        position += block[0]!.length;
        if (turn > 40) sizes.splice(0, sizes.length, 4096);
      }
      expect(renderer.read(100)[0]).toHaveLength(0);
      expect(gathered).toEqual(reference);
    }),
    { numRuns: 6 },
  );
});

test('a ship is received at its source level less the loss of its path', () => {
  const vessel = plainVessel(
    { vesselType: 'tanker', lengthM: 200, speedKn: 14, modulationDepth: 0.2 },
    { lines: [] },
  );
  const scene = plainScene({ durationSeconds: 60, passages: [anchored(vessel, 400)] });
  const density = welchDb(whole(scene)[0]!, 16_000, 16_000);
  const path = { rangeM: 400, sourceDepthM: vessel.sourceDepthM, receiverDepthM: 35 };
  const power = receivedPower(sandyShelf, path, 8000);
  for (const frequencyHz of [40, 80, 160, 315, 630, 1250, 2500, 5000]) {
    const expected = valueAt(vessel.sourceLevelDb, frequencyHz) + dbOfPower(valueAt(power, frequencyHz));
    const rendered = bandMeanDb(density, 1, frequencyHz * 0.98, frequencyHz * 1.02) + FULL_SCALE_DB;
    expect(Math.abs(rendered - expected), `${frequencyHz} Hz`).toBeLessThan(1);
  }
});

test('a line of a ship that comes nearer is received at a higher frequency', () => {
  const line = { frequencyHz: 300, levelDb: 170, widthHz: 0 };
  const vessel = plainVessel({ vesselType: 'other', lengthM: 20, speedKn: 5 }, { lines: [line] });
  const coming = { vessel, track: { eastM: 1000, northM: 0, eastMS: -15, northMS: 0 } };
  const density = welchDb(whole(plainScene({ passages: [coming] }))[0]!, 160_000, 16_000);
  const peak = density.subarray(0, 8000).reduce((top, db, k) => (db > density[top]! ? k : top), 1);
  expect(peak / 10).toBeCloseTo(300 * (1 + 15 / 1500), 1);
});

test('the level rises to the closest approach and falls after it', () => {
  const vessel = plainVessel({ vesselType: 'passenger', lengthM: 150, speedKn: 20 });
  const track = { eastM: -600, northM: 80, eastMS: 10, northMS: 0 };
  const samples = whole(plainScene({ durationSeconds: 120, passages: [{ vessel, track }] }))[0]!;
  const levels = Array.from({ length: 12 }, (_, i) =>
    rmsDb(samples.subarray(i * 160_000, (i + 1) * 160_000)),
  );
  const loudest = levels.indexOf(Math.max(...levels));
  expect([5, 6]).toContain(loudest);
  expect(levels[loudest]! - levels[0]!).toBeGreaterThan(8);
  expect(levels[loudest]! - levels[11]!).toBeGreaterThan(8);
});

test('the envelope of cavitation noise has lines at shaft and blade rate', () => {
  const wishes = { vesselType: 'bulker', shaftHz: 2, bladeCount: 4, modulationDepth: 0.3 } as const;
  const drawn = plainVessel(wishes);
  const vessel = { ...drawn, lines: [], cavitation: { ...drawn.cavitation, shaftWander: 0.0005 } };
  const samples = whole(plainScene({ durationSeconds: 65, passages: [anchored(vessel, 150)] }))[0]!;
  const rateHz = 125;
  const envelope = new Float32Array(8000);
  for (let i = 0; i < envelope.length; i++) {
    for (let j = 0; j < 128; j++) envelope[i] = envelope[i]! + samples[i * 128 + j]! ** 2;
  }
  const density = welchDb(envelope, 4000, rateHz);
  const binHz = rateHz / 4000;
  const lineOverNeighbours = (frequencyHz: number) =>
    bandMeanDb(density, binHz, frequencyHz - 0.08, frequencyHz + 0.08) -
    bandMeanDb(density, binHz, frequencyHz + 0.4, frequencyHz + 1.4);
  expect(lineOverNeighbours(8)).toBeGreaterThan(8);
  expect(lineOverNeighbours(16)).toBeGreaterThan(3);
  expect(lineOverNeighbours(11)).toBeLessThan(3);
});

test('a recorder’s low-cut, hum and offset are in the samples', () => {
  const scene = plainScene({ durationSeconds: 20 });
  const recorder = {
    ...scene.hydrophones[0]!.recorder,
    responseDb: spectrum((f) => -10 * Math.log10(1 + (100 / f) ** 4)),
    hum: [{ frequencyHz: 50, levelDb: 120, widthHz: 0 }],
    dcOffset: 0.25,
  };
  const flat = whole(scene)[0]!;
  const cut = whole({ ...scene, hydrophones: [{ ...scene.hydrophones[0]!, recorder }] })[0]!;
  expect(cut.reduce((sum, x) => sum + x, 0) / cut.length).toBeCloseTo(0.25, 4);
  const [flatDb, cutDb] = [flat, cut].map((samples) => welchDb(samples, 16_000, 16_000));
  expect(bandMeanDb(flatDb!, 1, 24, 26) - bandMeanDb(cutDb!, 1, 24, 26)).toBeGreaterThan(20);
  const hum = 10 * Math.log10([48, 49, 50, 51, 52].reduce((sum, k) => sum + 10 ** (cutDb![k]! / 10), 0));
  expect(hum + FULL_SCALE_DB).toBeCloseTo(120, 0);
});

test('a recorder that drops out gives zeros for the time, and as often as was asked for', () => {
  const scene = plainScene({ durationSeconds: 120 });
  const hydrophone = scene.hydrophones[0]!;
  const recorder = { ...hydrophone.recorder, dropouts: { perHour: 1800, meanSeconds: 0.25 } };
  const samples = whole({ ...scene, hydrophones: [{ ...hydrophone, recorder }] })[0]!;
  const unbroken = whole(scene)[0]!;
  const lost = samples.reduce((count, x) => (x === 0 ? count + 1 : count), 0) / 16_000;
  const begins = samples.reduce(
    (count, x, i) =>
      x === 0 && samples[i + 1] === 0 && (i === 0 || samples[i - 1] !== 0) ? count + 1 : count,
    0,
  );
  expect(Math.abs(begins - 53)).toBeLessThan(20);
  expect(lost / begins).toBeGreaterThan(0.15);
  expect(lost / begins).toBeLessThan(0.4);
  expect(samples.every((x, i) => x === 0 || x === unbroken[i])).toBe(true);
});

test('what is too loud for the recorder is clipped at full scale', () => {
  const scene = plainScene();
  const recorder = { ...scene.hydrophones[0]!.recorder, fullScaleDb: 90 };
  const samples = whole({ ...scene, hydrophones: [{ ...scene.hydrophones[0]!, recorder }] })[0]!;
  expect(samples.filter((x) => Math.abs(x) === 1).length).toBeGreaterThan(100);
  expect(samples.every((x) => Math.abs(x) <= 1)).toBe(true);
});

test('a line goes through the overlapping frames at its level and without side lines', () => {
  // Were the frames not to add up to one, a line would carry side lines at the frame rate.
  const scene = plainScene({
    sea: {
      backgroundDb: spectrum(() => 0),
      sounds: [{ lines: [{ frequencyHz: 1000, levelDb: 120, widthHz: 0 }] }],
    },
  });
  const samples = whole(scene)[0]!.subarray(16_000, 16_000 + 131_072);
  expect(rmsDb(samples) + FULL_SCALE_DB).toBeCloseTo(120, 1);
  const density = welchDb(samples, 131_072, 16_000);
  const at = (frequencyHz: number) => density[Math.round((frequencyHz * 131_072) / 16_000)]!;
  expect(at(1000) - at(1000 + 16_000 / 1024)).toBeGreaterThan(70);
});
