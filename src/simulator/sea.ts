import { type AmbientInput, ambientDb, ambientParts } from './ambient.js';
import { chorus, dolphins, fish, hum, shrimp, whales } from './animals.js';
import { log10, pow } from './elementary.js';
import type { Random } from './random.js';
import { ripple } from './ripple.js';
import type { SeaSound, SeaSoundDraw } from './sea-sound.js';
import { dbOfPower, GRID_HZ, powerOfDb, powerSum, type Spectrum, spectrum } from './spectrum.js';
import { flow, rain, surf } from './weather.js';
import { distantShips, knocks, pings, pump } from './works.js';

/** Every sound that a scenario can name. */
export const SEA_SOUNDS = {
  rain,
  surf,
  flow,
  shrimp,
  fish,
  hum,
  chorus,
  whales,
  dolphins,
  pings,
  pump,
  knocks,
  'distant-ships': distantShips,
} as const satisfies Record<string, SeaSoundDraw>;
export type SeaSoundKind = keyof typeof SEA_SOUNDS;

export interface Sea {
  /** Steady background, dB re 1 µPa²/Hz. */
  backgroundDb: Spectrum;
  sounds: SeaSound[];
}

/** Mean level of all steady and fluctuating noise of a sea. */
export function seaLevel({ backgroundDb, sounds }: Sea): Spectrum {
  return powerSum(backgroundDb, ...sounds.flatMap(({ noise }) => (noise ? [noise.levelDb] : [])));
}

/** Chance of each sound in a training clip, with and without a ship near by. */
const CHANCES: Record<SeaSoundKind, { withShip: number; alone: number }> = {
  rain: { withShip: 0.08, alone: 0.2 },
  surf: { withShip: 0.12, alone: 0.25 },
  flow: { withShip: 0.25, alone: 0.5 },
  shrimp: { withShip: 0.3, alone: 0.45 },
  fish: { withShip: 0.06, alone: 0.4 },
  hum: { withShip: 0.02, alone: 0.12 },
  chorus: { withShip: 0.02, alone: 0.1 },
  whales: { withShip: 0.04, alone: 0.24 },
  dolphins: { withShip: 0.03, alone: 0.12 },
  pings: { withShip: 0.01, alone: 0.05 },
  pump: { withShip: 0.02, alone: 0.04 },
  knocks: { withShip: 0.05, alone: 0.15 },
  'distant-ships': { withShip: 0.05, alone: 0.3 },
};

/** The background that the formula gives, with nothing else. */
export function formulaBackground(input: AmbientInput): Spectrum {
  return spectrum((frequencyHz) => ambientDb(frequencyHz, input));
}

/**
 * Draws a sea for a training clip: a background that strays from the formula, and whatever else is heard in it.
 *
 * @param ambient draws most of how far it strays, for clips of one site; the whole comes from `random` without it
 */
export function drawSea(random: Random, depthM: number, withShip: boolean, ambient?: Random): Sea {
  const backgroundDb = drawBackground(random.stream('background'), depthM, ambient);
  const kinds = (Object.keys(SEA_SOUNDS) as SeaSoundKind[]).filter((kind) =>
    random.chance(withShip ? CHANCES[kind].withShip : CHANCES[kind].alone),
  );
  return {
    backgroundDb,
    sounds: kinds.map((kind) => SEA_SOUNDS[kind](random.stream(kind), backgroundDb, 0)),
  };
}

/**
 * Coates's curves with what coastal sites do to them: an offset of 4 dB, a tilt of 2.5 dB a decade and a ripple of
 * 2.5 dB standard deviation, and mostly the loss below the channel's cut-off, c/4h.
 */
function drawBackground(random: Random, depthM: number, ambient?: Random): Spectrum {
  const input = { shipping: random.uniform(-0.2, 1.1), windMS: Math.min(random.gamma(2, 3), 22) };
  const cutOffHz = (1500 / (4 * depthM)) * random.uniform(0.8, 1.6);
  const order = random.chance(0.7) ? random.uniform(2, 5) : 0;
  const windIsLocal = random.chance(0.5);
  const { offsetDb, tiltDbPerDecade, rippleDb } = ambient
    ? drawStrayingOfSite(ambient, random)
    : {
        offsetDb: random.normal(0, 4),
        tiltDbPerDecade: random.normal(0, 2.5),
        rippleDb: ripple(random, 2.5, 1.2),
      };
  return GRID_HZ.map((frequencyHz, i) => {
    const parts = ambientParts(frequencyHz, input);
    const cutOff = order === 0 ? 1 : 1 / (1 + pow(cutOffHz / frequencyHz, order));
    const power =
      cutOff * (powerOfDb(parts.turbulence) + powerOfDb(parts.shipping)) +
      (windIsLocal ? 1 : cutOff) * powerOfDb(parts.wind) +
      powerOfDb(parts.thermal);
    return dbOfPower(power) + offsetDb + tiltDbPerDecade * log10(frequencyHz / 500) + rippleDb[i]!;
  });
}

/** The same spread in two parts: what a site keeps, and what changes from day to day. */
function drawStrayingOfSite(site: Random, day: Random) {
  return {
    offsetDb: site.normal(0, 3) + day.normal(0, 2.6),
    tiltDbPerDecade: site.normal(0, 2) + day.normal(0, 1.5),
    rippleDb: ripple(site, 2.5, 1.2),
  };
}
