import { cos, pow, sin } from './elementary.js';
import { drawWaveguide, type Waveguide } from './propagation.js';
import { Random } from './random.js';
import { receivedLevelDb } from './received-path.js';
import { drawRecorder, type Recorder, USUAL_SPREAD } from './recorder.js';
import { KNOT_M_S, type Passage, type Scene } from './scene.js';
import { SceneRenderer } from './scene-renderer.js';
import { drawSea, seaLevel } from './sea.js';
import { HEARD_SHARE, heardShare, meanSnrDb } from './snr.js';
import type { VesselType } from './source-level.js';
import { dbOfPower, GRID_HZ, powerOfDb, powerSum, type Spectrum } from './spectrum.js';
import { drawVessel, type Vessel } from './vessel.js';

export interface ClipRequest {
  /** The same seeds give the same clip. */
  seed: number | string;
  /**
   * Seeds of single parts, so that clips can share a ship, a site, a hydrophone, a sea, or with `ambient` only what
   * the background of a site keeps from day to day.
   */
  seeds?: Partial<Record<'vessel' | 'site' | 'hydrophone' | 'sea' | 'ambient', number | string>>;
  size: 'big' | 'small' | 'none';
  /** Length; 5 if not given. */
  seconds?: number;
  /** 16 000 if not given. */
  sampleRateHz?: number;
  /** Standard deviation of the tilt of the recorder's response, dB a decade; 3 if not given. */
  tiltDbPerDecade?: number;
  /** Standard deviation of the ripple of the recorder's response, dB; 2 if not given. */
  rippleDb?: number;
  /** Puts the ship where its SNR at mid-clip comes nearest to this, dB, whether or not it is heard. */
  snrDb?: number;
}

/** What was drawn; everything about the ship is null where there is none. */
export interface ClipTruth {
  size: 'big' | 'small' | 'none';
  vesselType: VesselType | null;
  lengthM: number | null;
  speedKn: number | null;
  /** At mid-clip. */
  rangeM: number | null;
  shaftHz: number | null;
  bladeCount: number | null;
  /** Standard deviation over mean of the cavitation's envelope. */
  modulationDepth: number | null;
  /** Ship over everything else at the recorder's output, mean over 40 Hz to 5.5 kHz on a logarithmic axis. */
  snrDb: number | null;
  /** Tilt of the recorder's response. */
  tiltDbPerDecade: number;
}

const BIG: readonly VesselType[] = [
  'bulker',
  'container',
  'tanker',
  'vehicle-carrier',
  'cruise',
  'passenger',
];
/** Recreational craft are half of the small ones at sea. */
const SMALL: readonly VesselType[] = ['tug', 'fishing', 'recreational', 'recreational', 'other'];

/**
 * A training clip: ship, sea and recorder are all drawn from the seed. A ship is near enough to be heard 3 dB over
 * the rest in 30 % of the bands from 40 Hz to 5.5 kHz.
 */
export function simulateClip(request: ClipRequest): { samples: Float32Array; truth: ClipTruth } {
  const { scene, truth } = drawClip(request);
  const renderer = new SceneRenderer(scene);
  return { samples: renderer.read(renderer.length)[0]!, truth };
}

/** The scene of a clip, to render it piece by piece. */
export function drawClip(request: ClipRequest): { scene: Scene; truth: ClipTruth } {
  const { seed, size, seconds = 5, sampleRateHz = 16_000 } = request;
  const random = new Random(seed);
  const part = (name: keyof NonNullable<ClipRequest['seeds']>, stream: string = name) =>
    new Random(request.seeds?.[name] ?? seed).stream(stream);
  const vessel = size === 'none' ? undefined : drawShip(part('vessel', 'ship'), size);
  const site = drawSite(part('site'), vessel);
  const ambient = request.seeds?.ambient === undefined ? undefined : part('ambient');
  const sea = drawSea(part('sea'), site.waveguide.depthM, vessel !== undefined, ambient);
  const noiseDb = seaLevel(sea);
  const { tiltDbPerDecade = USUAL_SPREAD.tiltDbPerDecade, rippleDb = USUAL_SPREAD.rippleDb } = request;
  const spread = { tiltDbPerDecade, rippleDb };
  const recorderFor = (signalDb: Spectrum): Recorder =>
    drawRecorder(part('hydrophone', 'recorder'), signalDb, sea.backgroundDb, spread);
  const placed =
    vessel && placeShip(random.stream('place'), vessel, site, noiseDb, recorderFor(noiseDb), request.snrDb);
  const recorder = recorderFor(placed ? powerSum(noiseDb, placed.receivedDb) : noiseDb);
  const passage = placed && passageThrough(random.stream('course'), vessel, placed.rangeM, seconds);
  return {
    scene: {
      seed: `${seed}/render`,
      sampleRateHz,
      durationSeconds: seconds,
      frameSeconds: 0.128,
      waveguide: site.waveguide,
      sea,
      passages: passage ? [passage] : [],
      hydrophones: [{ eastM: 0, northM: 0, depthM: site.receiverDepthM, recorder }],
    },
    truth: {
      size,
      vesselType: vessel?.vesselType ?? null,
      lengthM: vessel?.lengthM ?? null,
      speedKn: vessel?.speedKn ?? null,
      rangeM: placed?.rangeM ?? null,
      shaftHz: vessel?.shaftHz ?? null,
      bladeCount: vessel?.bladeCount ?? null,
      modulationDepth: vessel?.cavitation.depth ?? null,
      snrDb: placed?.snrDb ?? null,
      tiltDbPerDecade: recorder.tiltDbPerDecade ?? 0,
    },
  };
}

function drawShip(random: Random, size: 'big' | 'small'): Vessel {
  return drawVessel(random, { vesselType: random.choice(size === 'big' ? BIG : SMALL) });
}

interface Site {
  waveguide: Waveguide;
  receiverDepthM: number;
}

/** Water of 8 to 220 m, deep enough for the ship; the hydrophone near the bottom in half of the cases. */
function drawSite(random: Random, vessel: Vessel | undefined): Site {
  let depthM = random.logUniform(8, 220);
  if (vessel?.size === 'big' && depthM < 15) depthM = random.uniform(15, 60);
  if (vessel) depthM = Math.max(depthM, 2 * vessel.sourceDepthM + 1);
  const nearBottomM = depthM - random.uniform(0.3, 3);
  const receiverDepthM = random.chance(0.55) ? nearBottomM : random.uniform(0.15, 0.95) * depthM;
  return { waveguide: drawWaveguide(random, depthM), receiverDepthM: Math.max(receiverDepthM, 1.5) };
}

/** Ranges among which the wanted SNR is looked for. */
const RANGES_M = [40, 5000] as const;
const RANGES_TRIED = 40;

interface PlacedShip {
  rangeM: number;
  receivedDb: Spectrum;
  snrDb: number;
}

/**
 * Draws ranges from 50 m to 3 km, shorter ones after a while, until the ship can be heard; or finds the range at which
 * its SNR comes nearest to a wanted one.
 */
function placeShip(
  random: Random,
  vessel: Vessel,
  site: Site,
  noiseDb: Spectrum,
  recorder: Recorder,
  wantedSnrDb: number | undefined,
): PlacedShip {
  const { responseDb, selfNoiseDb } = recorder;
  const output = GRID_HZ.map((_, i) =>
    dbOfPower(powerOfDb(noiseDb[i]! + responseDb[i]!) + powerOfDb(selfNoiseDb[i]!)),
  );
  const placeAt = (rangeM: number) => {
    const path = { rangeM, sourceDepthM: vessel.sourceDepthM, receiverDepthM: site.receiverDepthM };
    const receivedDb = receivedLevelDb(site.waveguide, vessel, path, 8000);
    const snrDb = receivedDb.map((level, i) => level + responseDb[i]! - output[i]!);
    return { rangeM, receivedDb, heard: heardShare(snrDb) > HEARD_SHARE, snrDb: meanSnrDb(snrDb) };
  };
  if (wantedSnrDb !== undefined) {
    const offDb = ({ snrDb }: PlacedShip) => Math.abs(snrDb - wantedSnrDb);
    return Array.from({ length: RANGES_TRIED }, () => placeAt(random.logUniform(...RANGES_M))).reduce(
      (best, place) => (offDb(place) < offDb(best) ? place : best),
    );
  }
  for (let attempt = 0; ; attempt++) {
    const place = placeAt(Math.max(random.logUniform(50, 3000) * pow(0.6, Math.max(0, attempt - 4)), 10));
    if (place.heard || attempt === 11) return place;
  }
}

/** Any course, through the point at `rangeM` at mid-clip. */
function passageThrough(random: Random, vessel: Vessel, rangeM: number, seconds: number): Passage {
  const course = random.uniform(0, 2 * Math.PI);
  const eastMS = vessel.speedKn * KNOT_M_S * sin(course);
  const northMS = vessel.speedKn * KNOT_M_S * cos(course);
  return {
    vessel,
    track: { eastM: rangeM - (eastMS * seconds) / 2, northM: (-northMS * seconds) / 2, eastMS, northMS },
  };
}
