import { composeScene } from '../../../src/simulator/compose-scene.js';
import { Random } from '../../../src/simulator/random.js';
import { type ScenarioInput, scenarioSchema } from '../../../src/simulator/scenario.js';
import type { Passage, Scene } from '../../../src/simulator/scene.js';
import { steadySnrDb } from '../../../src/simulator/scene-truth.js';
import { meanSnrDb } from '../../../src/simulator/snr.js';
import type { VesselType } from '../../../src/simulator/source-level.js';
import { PARTICULARS } from '../../../src/simulator/vessel-classes.js';

/** One ship of each: what is to be found. */
export const PASSAGE_KINDS: readonly VesselType[] = [
  'tanker',
  'recreational',
  'container',
  'tug',
  'passenger',
  'fishing',
  'vehicle-carrier',
  'dredger',
  'cruise',
  'naval',
];

/** A ship is heard while its mean SNR, 40 Hz to 5.5 kHz on a logarithmic axis, is this or more, dB. */
export const HEARD_DB = 0;
/** Each ship has so long for her passage; the next comes after it. */
export const SLOT_SECONDS = 120;

export interface LongRecordingConfig {
  /** Names the recording: its ships, site, hydrophone and sea. */
  seed: string;
  /** Of `PASSAGE_KINDS`, from the first. */
  kinds: number;
  /** In each round every ship passes once. */
  rounds: number;
}

/** Bends of a channel let nothing be heard from afar, so that passages are short and no two are heard at once. */
const SHELTER = { rangeM: 120, dbPerKm: 220 };
const CLOSEST_M = [30, 240] as const;
/** How long a passage is to be heard. */
const HEARD_SECONDS = [25, 85] as const;
const LEAST_PEAK_DB = 3;
const TRIES = 20;
const MIDDLE_SPREAD_SECONDS = 8;
const SPEED_FACTORS = [0.85, 1.15] as const;
const SOUNDS = ['rain', 'shrimp', 'pump', 'knocks', 'fish', 'flow'] as const;

type PassageInput = NonNullable<ScenarioInput['passages']>[number];

/**
 * One round of a long recording, a scene of its own: every ship passes once, in any order, each with another speed
 * (and shaft rate with it), range and course; wind and sounds of the sea change from round to round.
 */
export function roundScene({ seed, kinds, rounds: _ }: LongRecordingConfig, round: number): Scene {
  const random = new Random(`${seed}/round ${round}`);
  const frame = frameOf(seed, random.stream('sea'), kinds * SLOT_SECONDS, `${seed}/round ${round}`);
  const order = shuffled(PASSAGE_KINDS.slice(0, kinds), random.stream('order'));
  const passages = order.map((kind, slot) => placePassage(frame, kind, slot, random.stream(kind)));
  return composeScene(scenarioSchema.parse({ ...frame, passages }));
}

/** All but the passages: the site and the hydrophone are those of the recording, the weather is that of the round. */
function frameOf(seed: string, random: Random, durationSeconds: number, roundSeed: string): ScenarioInput {
  const site = new Random(`${seed}/site`);
  const depthM = site.logUniform(18, 60);
  const sounds = SOUNDS.filter(() => random.chance(0.3)).map((kind) => {
    const fromSeconds = random.uniform(0, durationSeconds);
    return { kind, fromSeconds, untilSeconds: fromSeconds + random.uniform(30, 180), extraDb: -6 };
  });
  return {
    seed: roundSeed,
    seeds: {
      fleet: `${seed}/fleet`,
      site: `${seed}/site`,
      hydrophone: `${seed}/hydrophone`,
      sea: `${seed}/sea`,
    },
    durationSeconds,
    sampleRateHz: 16_000,
    depthM,
    seabed: 'drawn',
    shelter: SHELTER,
    ambient: { shipping: random.uniform(0.1, 0.5), windMS: random.uniform(2, 9), spreadDb: 2 },
    sounds,
    hydrophones: [{ name: 'one', depthM: depthM - 1, recorder: 'drawn' }],
  };
}

/** Draws speed, range and course until the passage is as long and clear as it is to be; the last try stands. */
function placePassage(frame: ScenarioInput, kind: VesselType, slot: number, random: Random): PassageInput {
  const compose = (wishes: PassageInput): Scene =>
    composeScene(scenarioSchema.parse({ ...frame, passages: [wishes] }));
  const middle = (slot + 0.5) * SLOT_SECONDS + random.uniform(-MIDDLE_SPREAD_SECONDS, MIDDLE_SPREAD_SECONDS);
  const plain = { name: kind, vesselType: kind, closestApproachSeconds: middle, closestApproachM: 100 };
  const { vessel } = compose(plain).passages[0]!;
  let wishes: PassageInput = plain;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const factor = random.uniform(...SPEED_FACTORS);
    wishes = {
      ...plain,
      speedKn: Math.min(vessel.speedKn * factor, PARTICULARS[kind].speedKn[1]),
      shaftHz: vessel.shaftHz * factor,
      closestApproachM: random.logUniform(...CLOSEST_M),
      courseDegrees: random.uniform(0, 360),
    };
    const scene = compose(wishes);
    const { heardSeconds, peakDb } = outlineOf(scene, scene.passages[0]!, middle);
    if (peakDb >= LEAST_PEAK_DB && heardSeconds >= HEARD_SECONDS[0] && heardSeconds <= HEARD_SECONDS[1])
      break;
  }
  return wishes;
}

/** How long the ship is heard over the steady background, and how clearly at her nearest. */
function outlineOf(scene: Scene, passage: Passage, middle: number): { heardSeconds: number; peakDb: number } {
  const step = 4;
  const snrDb = (seconds: number) => meanSnrDb(steadySnrDb(scene, passage, 0, seconds));
  const peakDb = snrDb(middle);
  let heardSeconds = peakDb >= HEARD_DB ? step : 0;
  while (heardSeconds > 0 && heardSeconds < SLOT_SECONDS && snrDb(middle + heardSeconds / 2) >= HEARD_DB) {
    heardSeconds += step;
  }
  return { heardSeconds, peakDb };
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, place: random.uniform() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
