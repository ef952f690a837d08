import { expect, test } from 'vitest';
import { receivedPower } from '../../src/simulator/propagation.js';
import { SceneRenderer } from '../../src/simulator/scene-renderer.js';
import { sourceLevelDb, type VesselType } from '../../src/simulator/source-level.js';
import { dbOfPower, spectrum, valueAt } from '../../src/simulator/spectrum.js';
import { anchored, FULL_SCALE_DB, plainScene, plainVessel, sandyShelf } from './plain-scene.js';
import { bandMeanDb, welchDb } from './welch.js';

// MacGillivray and de Jong (2021), worked out by three independent implementations of the paper's model.
const published: [VesselType, number, number, number[], number][] = [
  ['container', 18, 300, [165.7, 174.2, 166.8, 159.3, 147.7, 141.5, 129.3], 190.1],
  ['tanker', 12.4, 230, [155.8, 164.2, 164.9, 155.8, 145.5, 139.3, 127.1], 183.9],
  ['bulker', 13.9, 190, [157.1, 166.8, 164.1, 154.6, 143.8, 137.6, 125.4], 184.1],
  ['tug', 8, 28, [148.6, 148.8, 148.9, 149.0, 146.2, 141.2, 129.0], 177.6],
  ['passenger', 15, 120, [161.0, 161.3, 161.3, 160.3, 151.2, 145.1, 132.8], 185.6],
  ['recreational', 20, 10, [145.4, 145.7, 145.6, 144.4, 134.8, 128.6, 116.4], 169.6],
  ['fishing', 8, 20, [136.2, 136.5, 136.6, 136.4, 130.0, 124.0, 111.7], 162.7],
];
const frequenciesHz = [10, 40, 63, 125, 500, 1000, 4000];

test.each(published)(
  'the source level of a %s at %d kn and %d m is JOMOPANS-ECHO’s',
  (vesselType, speedKn, lengthM, levels, broadband) => {
    const level = (frequencyHz: number) => sourceLevelDb(frequencyHz, { vesselType, speedKn, lengthM });
    frequenciesHz.forEach((frequencyHz, i) => {
      expect(Math.abs(level(frequencyHz) - levels[i]!)).toBeLessThanOrEqual(0.051);
    });
    // A decidecade is 0.231 of its centre frequency wide.
    const decidecades = Array.from({ length: 34 }, (_, i) => 10 ** ((10 + i) / 10));
    const power = decidecades.reduce((sum, f) => sum + 0.231 * f * 10 ** (level(f) / 10), 0);
    expect(Math.abs(10 * Math.log10(power) - broadband)).toBeLessThan(0.1);
  },
);

test.each(published)(
  'a rendered %s at %d kn and %d m has the published spectrum to 1 dB',
  (vesselType, speedKn, lengthM, levels) => {
    const vessel = plainVessel(
      { vesselType, speedKn, lengthM },
      { sourceLevelDb: spectrum((f) => sourceLevelDb(f, { vesselType, speedKn, lengthM })), lines: [] },
    );
    // Far from surface and seabed, so that the loss hardly depends on frequency.
    const abyss = { ...sandyShelf, depthM: 5000 };
    const path = { rangeM: 100, sourceDepthM: 2000, receiverDepthM: 2000 };
    const quiet = plainScene();
    const scene = plainScene({
      durationSeconds: 60,
      waveguide: abyss,
      sea: { backgroundDb: spectrum(() => 0), sounds: [] },
      passages: [anchored({ ...vessel, sourceDepthM: path.sourceDepthM }, path.rangeM)],
      hydrophones: [{ ...quiet.hydrophones[0]!, depthM: path.receiverDepthM }],
    });
    const renderer = new SceneRenderer(scene);
    const density = welchDb(renderer.read(renderer.length)[0]!, 16_000, 16_000);
    const power = receivedPower(abyss, path, 8000);
    frequenciesHz.forEach((hz, i) => {
      const halfHz = Math.max(1, 0.05 * hz);
      const received = bandMeanDb(density, 1, hz - halfHz, hz + halfHz) + FULL_SCALE_DB;
      const atOneMetre = received - dbOfPower(valueAt(power, hz));
      expect(Math.abs(atOneMetre - levels[i]!), `${hz} Hz`).toBeLessThan(1);
    });
  },
);
