import { cos, sin, square } from './elementary.js';
import type { Line } from './lines.js';
import type { Waveguide } from './propagation.js';
import { Random } from './random.js';
import { lowCutDb, type Recorder } from './recorder.js';
import { ripple } from './ripple.js';
import type { Scenario } from './scenario.js';
import { type Hydrophone, KNOT_M_S, type Passage, type Scene } from './scene.js';
import { formulaBackground, SEA_SOUNDS, type Sea } from './sea.js';
import { type Spectrum, spectrum, valueAt } from './spectrum.js';
import { drawVessel } from './vessel.js';

/** Sound speed and density ratio after Hamilton (1980), attenuation in dB per wavelength. */
const SEABEDS: Record<Scenario['seabed'], [speedMS: number, densityRatio: number, attenuation: number]> = {
  mud: [1530, 1.45, 0.2],
  sand: [1650, 1.9, 0.8],
  gravel: [1800, 2, 0.6],
};

/** Ships of a scenario keep nearer to the level model than ships at large, so that a scene goes as it was written. */
const LEVEL_SPREAD_DB = 2;

/** Fills in what a scenario leaves open, from its seed. */
export function composeScene(scenario: Scenario): Scene {
  const random = new Random(scenario.seed);
  const sea = composeSea(scenario, random.stream('sea'));
  return {
    seed: `${scenario.seed}/render`,
    sampleRateHz: scenario.sampleRateHz,
    durationSeconds: scenario.durationSeconds,
    waveguide: composeWaveguide(scenario),
    sea,
    passages: scenario.passages.map((wishes, i) =>
      composePassage(wishes, scenario.depthM, random.stream(`passage ${i}`)),
    ),
    hydrophones: scenario.hydrophones.map((wishes) =>
      composeHydrophone(wishes, scenario.depthM, sea.backgroundDb),
    ),
  };
}

function composeWaveguide({ depthM, seabed, shelter, ambient }: Scenario): Waveguide {
  const [seabedSpeedMS, seabedDensityRatio, seabedAttenuationDbPerWavelength] = SEABEDS[seabed];
  return {
    depthM,
    seabedSpeedMS,
    seabedDensityRatio,
    seabedAttenuationDbPerWavelength,
    // Root mean square height of a grown sea, a quarter of the significant height 0.21 U²/g (Pierson and Moskowitz 1964).
    surfaceRoughnessM: Math.min((0.21 / 4 / 9.81) * square(ambient.windMS), 1),
    blurPoints: 4,
    ...(shelter && { shelter }),
  };
}

function composeSea({ ambient, sounds, durationSeconds }: Scenario, random: Random): Sea {
  const rippleDb = ripple(random, ambient.spreadDb, 1.2);
  const backgroundDb = formulaBackground(ambient).map((level, i) => level + rippleDb[i]!);
  return {
    backgroundDb,
    sounds: sounds.map(({ kind, extraDb, fromSeconds, untilSeconds }, i) => ({
      ...SEA_SOUNDS[kind](random.stream(`${kind} ${i}`), backgroundDb, extraDb),
      during:
        fromSeconds > 0 || untilSeconds !== undefined
          ? { fromSeconds, untilSeconds: untilSeconds ?? durationSeconds + 10 }
          : undefined,
    })),
  };
}

function composePassage(wishes: Scenario['passages'][number], depthM: number, random: Random): Passage {
  const drawn = drawVessel(random, {
    ...wishes,
    knocks: wishes.knocks ?? false,
    levelSpreadDb: LEVEL_SPREAD_DB,
  });
  const vessel = { ...drawn, sourceDepthM: Math.min(drawn.sourceDepthM, 0.9 * depthM) };
  const course = (wishes.courseDegrees * Math.PI) / 180;
  const [east, north] = [sin(course), cos(course)];
  const speedMS = vessel.speedKn * KNOT_M_S;
  const runM = speedMS * wishes.closestApproachSeconds;
  return {
    vessel,
    track: {
      eastM: north * wishes.closestApproachM - east * runM,
      northM: -east * wishes.closestApproachM - north * runM,
      eastMS: east * speedMS,
      northMS: north * speedMS,
    },
  };
}

function composeHydrophone(
  wishes: Scenario['hydrophones'][number],
  depthM: number,
  backgroundDb: Spectrum,
): Hydrophone {
  const { positionM, lowCutHz, selfNoiseDb, humHz, fullScaleDb, dcOffset } = wishes;
  const recorder: Recorder = {
    responseDb: spectrum((frequencyHz) => (lowCutHz > 0 ? lowCutDb(frequencyHz, lowCutHz, 1) : 0)),
    selfNoiseDb: spectrum(() => selfNoiseDb),
    hum: humHz === undefined ? [] : mainsHum(humHz, backgroundDb),
    fullScaleDb,
    dcOffset,
  };
  return {
    eastM: positionM[0],
    northM: positionM[1],
    depthM: Math.min(wishes.depthM, 0.98 * depthM),
    recorder,
  };
}

/** Mains frequency and two odd harmonics, 10 dB over the sea in 1 Hz at the first. */
function mainsHum(humHz: number, backgroundDb: Spectrum): Line[] {
  return [1, 3, 5].map((k) => ({
    frequencyHz: k * humHz,
    widthHz: 0.01,
    levelDb: valueAt(backgroundDb, k * humHz) + 12 - 2 * k,
  }));
}
