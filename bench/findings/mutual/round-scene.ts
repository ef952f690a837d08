import { composeScene } from '../../../src/simulator/compose-scene.js';
import { Random } from '../../../src/simulator/random.js';
import { type ScenarioInput, scenarioSchema } from '../../../src/simulator/scenario.js';
import type { Passage, Scene } from '../../../src/simulator/scene.js';
import { steadySnrDb } from '../../../src/simulator/scene-truth.js';
import { meanSnrDb } from '../../../src/simulator/snr.js';
import type { VesselType } from '../../../src/simulator/source-level.js';
import { GRID_HZ } from '../../../src/simulator/spectrum.js';
import { PARTICULARS } from '../../../src/simulator/vessel-classes.js';
import type { ResponseSpread } from '../../../src/training/response-randomisation.js';
import { drawResponse } from '../../../src/training/ships/response-change.js';

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
  /** Ships in each round that come but once and are not asked for, of the same kinds. */
  strangers: number;
}

/** Bends of a channel let nothing be heard from afar, so that passages are short and no two are heard at once. */
const SHELTER = { rangeM: 120, dbPerKm: 220 };
const CLOSEST_M = [30, 450] as const;
/** How long a passage is to be heard, at least and at most. */
const HEARD_SECONDS = [25, 85] as const;
/** SNR at the closest approach, over the steady background. */
const PEAK_DB = [2, 14] as const;
const PEAK_TOLERANCE_DB = 1.5;
const TRIES = 40;
const MIDDLE_SPREAD_SECONDS = 8;
const SPEED_FACTORS = [0.85, 1.15] as const;
const SOUNDS = ['rain', 'shrimp', 'pump', 'knocks', 'fish', 'flow'] as const;

type PassageInput = NonNullable<ScenarioInput['passages']>[number];

/**
 * How a ship differs from herself from one passage to the next (load, trim, helm): level, and tilt and ripple of her
 * spectrum.
 */
const STATE_DB = 2;
const STATE: ResponseSpread = { tiltDbPerDecade: 2, rippleDb: 2 };

/**
 * One round of a long recording, a scene of its own: every ship passes once, in any order, each with another speed (and
 * shaft rate with it), state, range and course, and so do some strangers; wind and sounds of the sea change from round
 * to round. The name of a ship that is asked for is her kind.
 */
export function roundScene({ seed, kinds, strangers }: LongRecordingConfig, round: number): Scene {
  const random = new Random(`${seed}/round ${round}`);
  const own = PASSAGE_KINDS.slice(0, kinds);
  const ships = [
    ...own.map((kind) => ({ name: kind as string, vesselType: kind })),
    ...Array.from({ length: strangers }, (_, i) => ({
      name: `stranger ${round}-${i}`,
      vesselType: random.choice(own),
    })),
  ];
  const frame = frameOf(seed, random.stream('sea'), ships.length * SLOT_SECONDS, `${seed}/round ${round}`);
  const passages = shuffled(ships, random.stream('order')).map((ship, slot) =>
    placePassage(frame, ship, slot, random.stream(ship.name)),
  );
  const scene = composeScene(scenarioSchema.parse({ ...frame, passages }));
  const states = random.stream('states');
  return { ...scene, passages: scene.passages.map((passage) => inAnotherState(passage, states)) };
}

function inAnotherState(passage: Passage, random: Random): Passage {
  const { vessel } = passage;
  const levelDb = random.normal(0, STATE_DB);
  const response = drawResponse(random, STATE);
  const changed = (db: number, hz: number) => db + levelDb + response(hz);
  return {
    ...passage,
    vessel: {
      ...vessel,
      sourceLevelDb: vessel.sourceLevelDb.map((db, i) => changed(db, GRID_HZ[i]!)),
      lines: vessel.lines.map((line) => ({ ...line, levelDb: changed(line.levelDb, line.frequencyHz) })),
    },
  };
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
    ambient: { shipping: random.uniform(0.1, 0.5), windMS: random.uniform(3, 11), spreadDb: 2 },
    sounds,
    hydrophones: [{ name: 'one', depthM: Math.min(depthM - 1, 0.98 * depthM), recorder: 'drawn' }],
  };
}

/** Draws speed, range and course until the passage is as long and as clear as it is to be; else the nearest try stands. */
function placePassage(
  frame: ScenarioInput,
  ship: { name: string; vesselType: VesselType },
  slot: number,
  random: Random,
): PassageInput {
  const compose = (wishes: PassageInput): Scene =>
    composeScene(scenarioSchema.parse({ ...frame, passages: [wishes] }));
  const middle = (slot + 0.5) * SLOT_SECONDS + random.uniform(-MIDDLE_SPREAD_SECONDS, MIDDLE_SPREAD_SECONDS);
  const plain = { ...ship, closestApproachSeconds: middle, closestApproachM: 100 };
  const { vessel } = compose(plain).passages[0]!;
  const wantedDb = random.uniform(...PEAK_DB);
  let best = { wishes: plain as PassageInput, off: Number.POSITIVE_INFINITY };
  for (let attempt = 0; attempt < TRIES && best.off > PEAK_TOLERANCE_DB; attempt++) {
    const factor = random.uniform(...SPEED_FACTORS);
    const wishes = {
      ...plain,
      speedKn: Math.min(vessel.speedKn * factor, PARTICULARS[ship.vesselType].speedKn[1]),
      shaftHz: vessel.shaftHz * factor,
      closestApproachM: random.logUniform(...CLOSEST_M),
      courseDegrees: random.uniform(0, 360),
    };
    const off = strayOf(compose(wishes), middle, wantedDb);
    if (off < best.off) best = { wishes, off };
  }
  return best.wishes;
}

/** How far a passage is from what is wanted, dB; one that is too long or too short is farther than any other. */
function strayOf(scene: Scene, middle: number, wantedDb: number): number {
  const passage = scene.passages[0]!;
  const snrDb = (seconds: number) => meanSnrDb(steadySnrDb(scene, passage, 0, seconds));
  const heardAt = (seconds: number) => snrDb(middle + seconds / 2) >= HEARD_DB;
  const offDb = Math.abs(snrDb(middle) - wantedDb);
  const fits = heardAt(HEARD_SECONDS[0]) && !heardAt(HEARD_SECONDS[1]);
  return fits ? offDb : 100 + offDb;
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, place: random.uniform() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
