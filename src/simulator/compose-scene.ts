import { CLEAR_SHIPS } from './cavitation.js';
import { composeHydrophone } from './compose-hydrophone.js';
import { cos, sin, square } from './elementary.js';
import { drawWaveguide, type Waveguide } from './propagation.js';
import { Random } from './random.js';
import { ripple } from './ripple.js';
import { partSeeds, type Scenario } from './scenario.js';
import { KNOT_M_S, type Passage, type Scene } from './scene.js';
import { formulaBackground, SEA_SOUNDS, type Sea } from './sea.js';
import { drawVessel, type Vessel } from './vessel.js';

/** Sound speed and density ratio after Hamilton (1980), attenuation in dB per wavelength. */
const SEABEDS: Record<
  Exclude<Scenario['seabed'], 'drawn'>,
  [speedMS: number, densityRatio: number, attenuation: number]
> = {
  mud: [1530, 1.45, 0.2],
  sand: [1650, 1.9, 0.8],
  gravel: [1800, 2, 0.6],
};

/** Ships of a scenario keep nearer to the level model than ships at large, so that a scene goes as it was written. */
const LEVEL_SPREAD_DB = 2;

/** Fills in what a scenario leaves open, from its seeds. */
export function composeScene(scenario: Scenario): Scene {
  const seeds = partSeeds(scenario);
  const fleet = new Random(seeds.fleet);
  const sea = composeSea(scenario, new Random(seeds.sea).stream('sea'));
  const recorders = new Random(seeds.hydrophone).stream('recorders');
  const sounding = {
    seed: `${scenario.seed}/render`,
    sampleRateHz: scenario.sampleRateHz,
    durationSeconds: scenario.durationSeconds,
    frameSeconds: 0.256,
    waveguide: composeWaveguide(scenario, new Random(seeds.site).stream('site')),
    sea,
    passages: scenario.passages.map((wishes, i) =>
      composePassage(
        { ...wishes, name: wishes.name ?? `${wishes.vesselType} ${i + 1}` },
        scenario.depthM,
        fleet.stream(wishes.name === undefined ? `passage ${i}` : `vessel ${wishes.name}`),
      ),
    ),
  };
  return {
    ...sounding,
    hydrophones: scenario.hydrophones.map((wishes) =>
      composeHydrophone(wishes, sounding, recorders.stream(wishes.name)),
    ),
  };
}

function composeWaveguide({ depthM, seabed, shelter, ambient }: Scenario, random: Random): Waveguide {
  return {
    ...(seabed === 'drawn' ? drawWaveguide(random, depthM) : describedSeabed(seabed)),
    depthM,
    // Root mean square height of a grown sea, a quarter of the significant height 0.21 U²/g (Pierson and Moskowitz 1964).
    surfaceRoughnessM: Math.min((0.21 / 4 / 9.81) * square(ambient.windMS), 1),
    blurPoints: 4,
    ...(shelter && { shelter }),
  };
}

function describedSeabed(seabed: keyof typeof SEABEDS) {
  const [seabedSpeedMS, seabedDensityRatio, seabedAttenuationDbPerWavelength] = SEABEDS[seabed];
  return { seabedSpeedMS, seabedDensityRatio, seabedAttenuationDbPerWavelength };
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

function composePassage(
  wishes: Scenario['passages'][number] & { name: string },
  depthM: number,
  random: Random,
): Passage {
  const drawn = drawVessel(random, {
    ...wishes,
    knocks: wishes.knocks ?? false,
    levelSpreadDb: LEVEL_SPREAD_DB,
    cavitation: CLEAR_SHIPS,
  });
  const vessel = { ...drawn, sourceDepthM: Math.min(drawn.sourceDepthM, 0.9 * depthM) };
  const { name, courseDegrees, closestApproachM, closestApproachSeconds } = wishes;
  const course = (courseDegrees * Math.PI) / 180;
  const [east, north] = [sin(course), cos(course)];
  const speedMS = vessel.speedKn * KNOT_M_S;
  const runM = speedMS * closestApproachSeconds;
  return {
    vessel,
    track: {
      eastM: north * closestApproachM - east * runM,
      northM: -east * closestApproachM - north * runM,
      eastMS: east * speedMS,
      northMS: north * speedMS,
    },
    identity: {
      name,
      mmsi: NOBODYS_MMSI + random.stream('mmsi').integer(0, 999_999),
      transponder: wishes.ais === 'none' ? null : (wishes.ais ?? usualTransponder(vessel)),
      courseDegrees,
    },
  };
}

/** Numbers that begin with 200 belong to no country. */
const NOBODYS_MMSI = 200_000_000;

/** Leisure craft and what is shorter than 15 m carry class B, if anything. */
function usualTransponder({ vesselType, lengthM }: Vessel): 'class-a' | 'class-b' {
  return vesselType === 'recreational' || lengthM < 15 ? 'class-b' : 'class-a';
}
