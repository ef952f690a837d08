import {
  type CavitationModulation,
  type CavitationSpread,
  cavitationShare,
  drawCavitation,
} from './cavitation.js';
import { exp, log, log10 } from './elementary.js';
import type { Line } from './lines.js';
import { drawKnocks, drawMachinery, type Knocks } from './machinery.js';
import type { Random } from './random.js';
import { ripple } from './ripple.js';
import { sourceLevelDb, type VesselType } from './source-level.js';
import { type Spectrum, spectrum } from './spectrum.js';
import { PARTICULARS, type Range, sizeOfLength, type VesselSize } from './vessel-classes.js';

/** A ship as a source of sound. */
export interface Vessel {
  vesselType: VesselType;
  size: VesselSize;
  lengthM: number;
  speedKn: number;
  sourceDepthM: number;
  shaftHz: number;
  bladeCount: number;
  /** Monopole source level of the broadband noise, dB re 1 µPa²/Hz at 1 m. */
  sourceLevelDb: Spectrum;
  cavitation: CavitationModulation;
  /** Cavitation noise is modulated above this; the hull's and engine's noise below is steady. */
  modulatedAboveHz: number;
  /** Levels at 1 m. */
  lines: Line[];
  knocks?: Knocks;
}

/** What is known of a vessel; the rest is drawn. */
export interface VesselWishes {
  vesselType: VesselType;
  lengthM?: number | undefined;
  speedKn?: number | undefined;
  shaftHz?: number | undefined;
  bladeCount?: number | undefined;
  /** As in CavitationModulation. */
  modulationDepth?: number | undefined;
  knocks?: boolean | undefined;
  /** Ships at large unless given. */
  cavitation?: CavitationSpread | undefined;
  /** Standard deviation of the ship's level about the model; JOMOPANS-ECHO leaves about 6 dB. */
  levelSpreadDb?: number | undefined;
}

/** A planing hull grows no louder with speed: cap on the speed of small craft in the level model. */
const PLANING_KN = 12;
/** Of shorter craft the engine tells the level, not the length (Picciulin and others 2022). */
const LENGTH_TELLS_M = 15;
const SHORTEST_M = 4;

/**
 * Draws a vessel round what is known of it. Its level departs from JOMOPANS-ECHO as real ships do: an offset of
 * 6 dB, a tilt of 3 ± 3 dB a decade and a ripple of 3 dB standard deviation; small craft have their peaks higher up.
 */
export function drawVessel(random: Random, wishes: VesselWishes): Vessel {
  const { vesselType } = wishes;
  const ranges = PARTICULARS[vesselType];
  const hull = random.stream('hull');
  const drawnHaste = hull.uniform();
  const haste = wishes.speedKn === undefined ? drawnHaste : shareOf(ranges.speedKn, wishes.speedKn);
  const lengthM = hull.logUniform(...ranges.lengthM);
  const draughtShare = log(lengthM / ranges.lengthM[0]) / log(ranges.lengthM[1] / ranges.lengthM[0]);
  const draughtM = within(ranges.draughtM, draughtShare + hull.normal(0, 0.15));
  const size = sizeOfLength(wishes.lengthM ?? lengthM);
  const small = size === 'small';
  // Over the speeds of the class the shaft rate is a straight line, below them it falls to nothing with the speed.
  const slowest = small ? 0.3 : 0;
  const slowness = Math.min((wishes.speedKn ?? ranges.speedKn[0]) / ranges.speedKn[0], 1);
  const shaftRpm = slowness * within(ranges.shaftRpm, slowest + (1 - slowest) * haste + hull.normal(0, 0.15));
  const hullDepthM =
    small && hull.chance(0.7) ? hull.uniform(0.4, 1) * draughtM : hull.uniform(0.5, 0.8) * draughtM;
  const given = {
    vesselType,
    size,
    lengthM: wishes.lengthM ?? lengthM,
    speedKn: wishes.speedKn ?? within(ranges.speedKn, drawnHaste),
    shaftHz: wishes.shaftHz ?? shaftRpm / 60,
    bladeCount: wishes.bladeCount ?? hull.integer(...ranges.blades),
    sourceDepthM: small && hull.chance(0.2) ? hull.uniform(draughtM, 6) : hullDepthM,
  };
  const level = drawSourceLevel(random.stream('level'), given, wishes.levelSpreadDb ?? 6);
  const cavitation = drawCavitation(
    random.stream('cavitation'),
    given.shaftHz,
    given.bladeCount,
    wishes.cavitation,
  );
  // By the rate that goes with the speed, also where a passage is given another gear.
  const atSpeed = cavitationShare(random.stream('inception'), shaftRpm, ranges.shaftRpm[1]);
  const machinery = random.stream('machinery');
  const knocking = wishes.knocks ?? machinery.chance(0.25);
  return {
    ...given,
    sourceLevelDb: level,
    cavitation: { ...cavitation, depth: wishes.modulationDepth ?? cavitation.depth * atSpeed },
    modulatedAboveHz: machinery.chance(0.5) ? 0 : machinery.logUniform(100, 1500),
    lines: drawMachinery(machinery, given, level),
    ...(knocking ? { knocks: drawKnocks(machinery.stream('knocks')) } : {}),
  };
}

function drawSourceLevel(
  random: Random,
  ship: { vesselType: VesselType; size: VesselSize; speedKn: number; lengthM: number },
  spreadDb: number,
): Spectrum {
  const { vesselType, size } = ship;
  const small = size === 'small';
  const engine = random.stream('engine').logUniform(SHORTEST_M, LENGTH_TELLS_M);
  const lengthM = ship.lengthM < LENGTH_TELLS_M ? engine : ship.lengthM;
  const speedKn = small ? Math.min(ship.speedKn, PLANING_KN) : ship.speedKn;
  const frequencyScale = exp(small ? smallCraftPeakShift(random, vesselType) : random.normal(0, 0.2));
  const offsetDb = random.normal(0, spreadDb);
  // Not about 0: an estimate without labels found the ships of two sites 3.5 to 4 dB a decade flatter than the model's.
  const tiltDbPerDecade = random.normal(spreadDb / 2, spreadDb / 2);
  const rippleDb = ripple(random, spreadDb / 2, 0.6);
  return spectrum(
    (frequencyHz) =>
      sourceLevelDb(frequencyHz, { vesselType, speedKn, lengthM, frequencyScale }) +
      offsetDb +
      tiltDbPerDecade * log10(frequencyHz / 200),
  ).map((level, i) => level + rippleDb[i]!);
}

/** Logarithm of the shift of the spectral peak of small craft, up to six times for the fast ones. */
function smallCraftPeakShift(random: Random, vesselType: VesselType): number {
  const slow = vesselType === 'tug' || vesselType === 'fishing';
  return slow ? random.uniform(-0.2, log(3)) : random.uniform(0, log(6));
}

function shareOf([from, to]: Range, value: number): number {
  return (value - from) / (to - from);
}

function within([from, to]: Range, share: number): number {
  return from + (to - from) * Math.min(Math.max(share, 0), 1);
}
