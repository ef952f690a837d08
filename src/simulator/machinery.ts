import type { Call } from './calls.js';
import { exp, pow } from './elementary.js';
import type { Line } from './lines.js';
import type { Random } from './random.js';
import type { VesselType } from './source-level.js';
import { amplitudeOfDb, type Spectrum, valueAt } from './spectrum.js';
import type { VesselSize } from './vessel-classes.js';

interface Ship {
  vesselType: VesselType;
  size: VesselSize;
  shaftHz: number;
  bladeCount: number;
}

/** A line before its level is known: `excessDb` is its power over the broadband power in 1 Hz. */
interface Excess extends Omit<Line, 'levelDb'> {
  excessDb: number;
}

/**
 * Draws the lines of a ship at 1 m: blade rate and shaft rate with harmonics; of big ships generators and firing
 * orders below 60 Hz with harmonics, single lines from 100 to 1500 Hz; of small craft the engine's harmonics, strong
 * machinery lines at 20 to 150 Hz (measured on tugs, fishing boats and dredgers: +15 to +27 dB), gear whine.
 */
export function drawMachinery(random: Random, ship: Ship, sourceLevel: Spectrum): Line[] {
  const strengthDb = random.uniform(-4, 10);
  const lines = [
    ...bladeLines(random, ship, strengthDb),
    ...shaftLines(random.stream('shaft'), ship, strengthDb),
    ...(ship.size === 'small' ? smallCraftLines(random, ship, strengthDb) : bigShipLines(random, strengthDb)),
  ];
  return lines.map(({ excessDb, ...line }) => ({
    ...line,
    levelDb: valueAt(sourceLevel, line.frequencyHz) + excessDb,
  }));
}

function bladeLines(random: Random, { size, shaftHz, bladeCount }: Ship, strengthDb: number): Excess[] {
  const firstDb = strengthDb + random.uniform(3, 12);
  const fallDb = random.uniform(0.3, 3);
  return harmonics(size === 'small' ? 15 : 12, (k) => ({
    frequencyHz: k * bladeCount * shaftHz,
    shaftOrder: k * bladeCount,
    widthHz: 0,
    excessDb: firstDb - fallDb * (k - 1) + random.normal(0, 3),
  }));
}

/** Multiples of the shaft rate that blades do not share, of a shaft out of balance or a blade unlike the others. */
function shaftLines(random: Random, { shaftHz, bladeCount }: Ship, strengthDb: number): Excess[] {
  const firstDb = strengthDb + random.uniform(-12, 6);
  const fallDb = random.uniform(0.3, 2);
  return harmonics(3 * bladeCount, (order) => ({
    frequencyHz: order * shaftHz,
    shaftOrder: order,
    widthHz: 0,
    excessDb: firstDb - fallDb * (order - 1) + random.normal(0, 3),
  })).filter(({ shaftOrder }) => shaftOrder! % bladeCount !== 0);
}

function bigShipLines(random: Random, strengthDb: number): Excess[] {
  const lines: Excess[] = [];
  if (random.chance(0.75)) {
    const fundamentalHz = random.chance(0.5) ? random.uniform(12, 25) : random.uniform(25, 60);
    const firstDb = strengthDb + random.uniform(0, 12);
    const fallDb = random.uniform(0, 1);
    const widthHz = random.uniform(0.05, 0.15);
    lines.push(
      ...harmonics(random.integer(2, 12), (k) => ({
        frequencyHz: k * fundamentalHz,
        widthHz,
        excessDb: firstDb - fallDb * k + random.normal(0, 4),
      })),
    );
  }
  if (random.chance(0.6)) {
    lines.push(
      ...harmonics(random.integer(1, 7), () => ({
        frequencyHz: random.logUniform(100, 1500),
        widthHz: random.uniform(0.05, 1),
        excessDb: random.uniform(2, 16),
      })),
    );
  }
  return lines;
}

function smallCraftLines(random: Random, { vesselType }: Ship, strengthDb: number): Excess[] {
  const displacement = vesselType === 'tug' || vesselType === 'fishing';
  const engineHz = displacement ? random.uniform(10, 60) : random.logUniform(12, 150);
  const firstDb = strengthDb + random.uniform(2, 26);
  const fallDb = random.uniform(0, 0.8);
  const steadiness = pow(10, random.uniform(-3.5, -2.2));
  const lines: Excess[] = harmonics(random.integer(4, 28), (k) => ({
    frequencyHz: k * engineHz,
    widthHz: k * engineHz * steadiness,
    excessDb: firstDb - fallDb * k + random.normal(0, 4),
  }));
  if (random.chance(0.6)) {
    lines.push(
      ...harmonics(random.integer(1, 4), () => {
        const frequencyHz = random.logUniform(20, 150);
        return { frequencyHz, widthHz: frequencyHz * steadiness, excessDb: random.uniform(15, 27) };
      }),
    );
  }
  if (random.chance(0.35)) {
    const frequencyHz = random.uniform(300, 2500);
    lines.push({ frequencyHz, widthHz: frequencyHz * 0.002, excessDb: random.uniform(5, 20) });
  }
  return lines;
}

function harmonics(count: number, line: (k: number) => Excess): Excess[] {
  return Array.from({ length: count }, (_, i) => line(i + 1));
}

/** Blows of loose gear, anchor chains and worn bearings aboard. */
export interface Knocks {
  ratePerSecond: number;
  frequencyHz: number;
  durationSeconds: number;
  /** Peak power over the ship's broadband power in 1 Hz. */
  excessDb: number;
}

export function drawKnocks(random: Random): Knocks {
  return {
    ratePerSecond: random.logUniform(0.3, 8),
    frequencyHz: random.logUniform(150, 1500),
    durationSeconds: random.logUniform(0.01, 0.12),
    excessDb: random.uniform(18, 42),
  };
}

/** The knocks at 1 m, each of its own strength and pitch. */
export function* knockCalls(random: Random, knocks: Knocks, sourceLevel: Spectrum): Generator<Call, never> {
  let startSeconds = 0;
  for (;;) {
    startSeconds += random.exponential(1 / knocks.ratePerSecond);
    const frequencyHz = knocks.frequencyHz * exp(random.normal(0, 0.2));
    const levelDb = valueAt(sourceLevel, frequencyHz) + knocks.excessDb + random.normal(0, 4);
    yield {
      startSeconds,
      durationSeconds: knocks.durationSeconds,
      startHz: frequencyHz,
      endHz: frequencyHz,
      peakMicropascal: amplitudeOfDb(levelDb),
      shape: 'decay',
    };
  }
}
