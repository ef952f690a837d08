import { log10 } from './elementary.js';
import { drawKnocks, knockCalls } from './machinery.js';
import { type SeaSoundDraw, tonePeak } from './sea-sound.js';
import { spectrum, valueAt } from './spectrum.js';

/** Sonar and acoustic tags: tone bursts every few seconds. */
export const pings: SeaSoundDraw = (random, background, extraDb) => {
  const frequencyHz = random.logUniform(800, 7500);
  const durationSeconds = random.logUniform(0.05, 1);
  const intervalSeconds = durationSeconds + random.logUniform(1, 10);
  const peakMicropascal = tonePeak(background, frequencyHz, random.uniform(25, 55) + extraDb);
  return {
    calls: function* (calls) {
      for (let startSeconds = calls.uniform(0, intervalSeconds); ; startSeconds += intervalSeconds) {
        yield {
          startSeconds,
          durationSeconds,
          startHz: frequencyHz,
          endHz: frequencyHz,
          peakMicropascal,
          shape: 'gate',
        };
      }
    },
  };
};

/** A pump or generator ashore: harmonics of its speed over a hump of flow noise, no propeller. */
export const pump: SeaSoundDraw = (random, background, extraDb) => {
  const speedHz = random.choice([24.5, 24.8, 29.2, 49.2]) + random.uniform(-0.3, 0.3);
  const firstDb = random.uniform(12, 24) + extraDb;
  const humpHz = random.uniform(150, 600);
  const humpDb = valueAt(background, humpHz) + random.uniform(2, 8) + extraDb;
  return {
    noise: { levelDb: spectrum((f) => humpDb - 30 * Math.abs(log10(f / humpHz))) },
    lines: Array.from({ length: random.integer(3, 8) }, (_, i) => {
      const frequencyHz = speedHz * (i + 1);
      const levelDb = valueAt(background, frequencyHz) + firstDb - 2 * i + random.normal(0, 4);
      return { frequencyHz, widthHz: 0.03, levelDb };
    }),
  };
};

/** Knocks close by: a mooring chain, a pontoon, gear against the frame. */
export const knocks: SeaSoundDraw = (random, background, extraDb) => {
  const drawn = drawKnocks(random);
  const kind = { ...drawn, excessDb: drawn.excessDb + extraDb };
  return { calls: (calls) => knockCalls(calls, kind, background) };
};

/** Lines of ships below the horizon of hearing. */
export const distantShips: SeaSoundDraw = (random, background, extraDb) => ({
  lines: Array.from({ length: random.integer(1, 5) }, () => {
    const frequencyHz = random.logUniform(10, 250);
    const levelDb = valueAt(background, frequencyHz) + random.uniform(2, 14) + extraDb;
    return { frequencyHz, widthHz: random.uniform(0.05, 0.4), levelDb };
  }),
});
