import type { Line } from './lines.js';
import type { Random } from './random.js';
import { pathOf, receivedLevelDb } from './received-path.js';
import { drawRecorder, lowCutDb, type Recorder, USUAL_SPREAD } from './recorder.js';
import { type Scenario, USUAL_RECORDER } from './scenario.js';
import { closestApproach, type Hydrophone, type Scene } from './scene.js';
import { seaLevel } from './sea.js';
import { powerSum, type Spectrum, spectrum, valueAt } from './spectrum.js';

type HydrophoneWishes = Scenario['hydrophones'][number];

const USUAL_FULL_SCALE_DB = 165;

/** Fills in what a scenario leaves open about a hydrophone. A drawn gain suits what passes, as a person would set it. */
export function composeHydrophone(
  wishes: HydrophoneWishes,
  sounding: Omit<Scene, 'hydrophones'>,
  random: Random,
): Hydrophone {
  const { sea } = sounding;
  const place = {
    eastM: wishes.positionM[0],
    northM: wishes.positionM[1],
    depthM: wishes.depthM,
  };
  const recorder: Recorder =
    wishes.recorder === 'drawn'
      ? drawRecorder(random, loudest(sounding, place), sea.backgroundDb, USUAL_SPREAD)
      : { ...describedRecorder(wishes, sea.backgroundDb), fullScaleDb: USUAL_FULL_SCALE_DB };
  return {
    ...place,
    recorder: {
      ...recorder,
      ...(wishes.fullScaleDb !== undefined && { fullScaleDb: wishes.fullScaleDb }),
      ...(wishes.dropouts && { dropouts: wishes.dropouts }),
    },
  };
}

/** The sea with its sounds, and all ships at their nearest, as if they came at once. */
function loudest(
  { waveguide, sea, passages, durationSeconds, sampleRateHz }: Omit<Scene, 'hydrophones'>,
  place: Omit<Hydrophone, 'recorder'>,
): Spectrum {
  const ships = passages.map((passage) => {
    const nearest = Math.min(Math.max(closestApproach(passage.track, place), 0), durationSeconds);
    return receivedLevelDb(waveguide, passage.vessel, pathOf(passage, place, nearest), sampleRateHz / 2);
  });
  return powerSum(seaLevel(sea), ...ships);
}

function describedRecorder(wishes: HydrophoneWishes, backgroundDb: Spectrum): Omit<Recorder, 'fullScaleDb'> {
  const {
    lowCutHz = USUAL_RECORDER.lowCutHz,
    selfNoiseDb = USUAL_RECORDER.selfNoiseDb,
    humHz,
    dcOffset = USUAL_RECORDER.dcOffset,
  } = wishes;
  return {
    responseDb: spectrum((frequencyHz) => (lowCutHz > 0 ? lowCutDb(frequencyHz, lowCutHz, 1) : 0)),
    selfNoiseDb: spectrum(() => selfNoiseDb),
    hum: humHz === undefined ? [] : mainsHum(humHz, backgroundDb),
    dcOffset,
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
