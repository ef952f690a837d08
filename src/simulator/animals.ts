import type { Call } from './calls.js';
import { exp, log10, square } from './elementary.js';
import type { Random } from './random.js';
import { type SeaSoundDraw, tonePeak } from './sea-sound.js';
import { powerOfDb, type Spectrum, spectrum, valueAt } from './spectrum.js';

/** Snapping shrimp: a few to some hundred snaps a second at 2.5 to 6 kHz, each a millisecond or so. */
export const shrimp: SeaSoundDraw = (random, background, extraDb) => {
  const ratePerSecond = random.logUniform(2, 400);
  const frequencyHz = random.uniform(2500, 6000);
  const durationSeconds = random.logUniform(0.0005, 0.003);
  const powerDb = valueAt(background, 4000) + random.uniform(0, 25) + 33 + extraDb;
  // A decay over d seconds carries peak² · d / (4 · 6.9); spread over 2 kHz (33 dB) the mean is `powerDb`.
  const peak = Math.sqrt((powerOfDb(powerDb) * 4 * 6.9) / (ratePerSecond * durationSeconds)) / Math.E;
  return {
    calls: function* (calls) {
      for (let startSeconds = 0; ; ) {
        startSeconds += calls.exponential(1 / ratePerSecond);
        const snapHz = frequencyHz * exp(calls.normal(0, 0.15));
        yield decay(startSeconds, durationSeconds, snapHz, peak * exp(calls.normal(0, 1)));
      }
    },
  };
};

/** Fish: bouts of grunts or pulses at 60 to 800 Hz, each ringing for a few cycles. */
export const fish: SeaSoundDraw = (random, background, extraDb) => {
  const frequencyHz = random.logUniform(63, 800);
  const ratePerSecond = random.logUniform(1.6, 40);
  const durationSeconds = (6.9 * random.uniform(3, 15)) / (Math.PI * frequencyHz);
  const excessDb = random.uniform(15, 42) + extraDb;
  const power = square(tonePeak(background, frequencyHz, excessDb)) / 2;
  const peak = Math.sqrt((power * 4 * 6.9) / (ratePerSecond * durationSeconds));
  const silence = random.uniform(0, 0.7);
  return {
    calls: function* (calls) {
      for (let startSeconds = calls.uniform(-0.5, 0.5); ; ) {
        const boutEnds = startSeconds + calls.exponential(1.5 * (1 - silence));
        while (startSeconds < boutEnds) {
          startSeconds += (1 + calls.normal(0, 0.1)) / ratePerSecond;
          yield decay(startSeconds, durationSeconds, frequencyHz, peak);
        }
        startSeconds += calls.exponential(1.5 * silence) + 0.001;
      }
    },
  };
};

/** Toadfish and midshipman: a hum of a few harmonics that lasts for hours. */
export const hum: SeaSoundDraw = (random, background, extraDb) => {
  const fundamentalHz = random.logUniform(70, 250);
  const firstDb = random.uniform(12, 32) + extraDb;
  const fallDb = random.uniform(2, 8);
  const steadiness = random.logUniform(0.002, 0.02);
  return {
    lines: Array.from({ length: random.integer(1, 5) }, (_, i) => {
      const frequencyHz = fundamentalHz * (i + 1);
      return {
        frequencyHz,
        widthHz: frequencyHz * steadiness,
        levelDb: valueAt(background, frequencyHz) + firstDb - fallDb * i,
      };
    }),
  };
};

/** An evening chorus of many fish: a hump of noise. */
export const chorus: SeaSoundDraw = (random, background, extraDb) => {
  const peakHz = random.logUniform(100, 1600);
  const levelDb = valueAt(background, peakHz) + random.uniform(6, 25) + extraDb;
  const fallDbPerDecade = random.uniform(20, 60);
  return {
    noise: { levelDb: spectrum((f) => levelDb - fallDbPerDecade * Math.abs(log10(f / peakHz))) },
  };
};

/** Baleen whales: long moans and songs that glide. */
export const whales: SeaSoundDraw = (random, background, extraDb) => {
  const [fromHz, toHz] = random.choice([
    [15, 120],
    [100, 1500],
  ] as const);
  return { calls: (calls) => glides(calls, background, { fromHz, toHz, seconds: [0.2, 4], extraDb }) };
};

/** Dolphins: whistles of a tenth to one second. */
export const dolphins: SeaSoundDraw = (_random, background, extraDb) => ({
  calls: (calls) => glides(calls, background, { fromHz: 1500, toHz: 7500, seconds: [0.1, 1], extraDb }),
});

interface Glides {
  fromHz: number;
  toHz: number;
  seconds: readonly [shortest: number, longest: number];
  extraDb: number;
}

function* glides(random: Random, background: Spectrum, kind: Glides): Generator<Call, never> {
  const gapSeconds = random.uniform(0.7, 3);
  for (let startSeconds = random.uniform(-1, 1); ; startSeconds += random.exponential(gapSeconds)) {
    const startHz = random.logUniform(kind.fromHz, kind.toHz);
    yield {
      startSeconds,
      durationSeconds: random.uniform(...kind.seconds),
      startHz,
      endHz: Math.min(Math.max(startHz * exp(random.normal(0, 0.4)), 10), 7800),
      peakMicropascal: tonePeak(background, startHz, random.uniform(15, 45) + kind.extraDb),
      shape: 'swell',
    };
  }
}

function decay(
  startSeconds: number,
  durationSeconds: number,
  frequencyHz: number,
  peakMicropascal: number,
): Call {
  return {
    startSeconds,
    durationSeconds,
    startHz: frequencyHz,
    endHz: frequencyHz,
    peakMicropascal,
    shape: 'decay',
  };
}
