import { log2, log10, pow } from './elementary.js';
import type { SeaSoundDraw } from './sea-sound.js';
import { spectrum, valueAt } from './spectrum.js';

/** Steady rain: broadband and stationary, flat from some hundred Hz to a few kHz (Ma and Nystuen 2005). */
export const rain: SeaSoundDraw = (random, _background, extraDb) => {
  const levelDb = random.uniform(58, 82) + extraDb;
  const lowHz = random.uniform(400, 2500);
  const order = random.uniform(1, 4);
  const tiltDbPerOctave = random.normal(0, 1.5);
  return {
    noise: {
      levelDb: spectrum(
        (f) => levelDb - 10 * log10(1 + pow(lowHz / f, order)) + tiltDbPerOctave * log2(f / 4000),
      ),
    },
  };
};

/** Breaking waves near by: broadband noise that swells over seconds. */
export const surf: SeaSoundDraw = (random, background, extraDb) => {
  const peakHz = random.uniform(150, 900);
  const levelDb = valueAt(background, 700) + random.uniform(3, 15) + extraDb;
  const fallDbPerDecade = random.uniform(5, 18);
  return {
    noise: {
      levelDb: spectrum((f) => levelDb - fallDbPerDecade * Math.abs(log10(f / peakHz))),
      fluctuation: { intervalSeconds: random.uniform(0.4, 1.7), spread: random.uniform(0.2, 0.8) },
    },
  };
};

/** Turbulence on the hydrophone and strum of its mooring: low-frequency noise, mostly in gusts. */
export const flow: SeaSoundDraw = (random, _background, extraDb) => {
  const levelDb = random.uniform(65, 112) + extraDb;
  const fallDbPerDecade = random.uniform(20, 55);
  const ceilingDb = random.uniform(90, 125) + extraDb;
  const gusts = { intervalSeconds: random.logUniform(0.06, 0.8), spread: random.uniform(0.2, 1.1) };
  return {
    noise: {
      levelDb: spectrum((f) => Math.min(levelDb - fallDbPerDecade * log10(f / 20), ceilingDb)),
      ...(random.chance(0.85) ? { fluctuation: gusts } : {}),
    },
  };
};
