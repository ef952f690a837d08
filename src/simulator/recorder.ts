import type { DropoutRate } from './dropouts.js';
import { log10, pow } from './elementary.js';
import type { Line } from './lines.js';
import type { Random } from './random.js';
import { ripple } from './ripple.js';
import { dbOfPower, powerOfDb, type Spectrum, spectrum, valueAt } from './spectrum.js';

/** What hydrophone, amplifier and converter do to the pressure. */
export interface Recorder {
  /** Response re nominal, dB. */
  responseDb: Spectrum;
  /** The straight part of the response, where it was drawn. */
  tiltDbPerDecade?: number;
  /** Own noise as pressure at the input of an ideal recorder, dB re 1 µPa²/Hz. */
  selfNoiseDb: Spectrum;
  /** Mains and converter lines, behind the response. */
  hum: Line[];
  /** Pressure that full scale means, dB re 1 µPa (peak). */
  fullScaleDb: number;
  /** Share of full scale. */
  dcOffset: number;
  /** None unless given. */
  dropouts?: DropoutRate;
}

/** Response of a recorder with a low-cut: first order per 6 dB/octave. */
export function lowCutDb(frequencyHz: number, cornerHz: number, order: number): number {
  return -10 * log10(1 + pow(cornerHz / frequencyHz, 2 * order));
}

export interface RecorderSpread {
  /** Standard deviation of the response's tilt about 700 Hz, dB a decade. */
  tiltDbPerDecade: number;
  /** Standard deviation of the response's ripple, dB. */
  rippleDb: number;
}

/** Of training clips unless they ask for another, and of scenes. */
export const USUAL_SPREAD: RecorderSpread = { tiltDbPerDecade: 3, rippleDb: 2 };

/**
 * Draws a recorder. Low-cut at 3 to 110 Hz, tilt, a noise floor that is now and then above the
 * sea, hum, low-pass, clipping and dropouts: the nuisances that move verdicts most on real recordings.
 *
 * @param signalDb what arrives at it on the whole, dB re 1 µPa²/Hz; sets the gain
 * @param backgroundDb sets hum and, at times, the noise floor
 */
export function drawRecorder(
  random: Random,
  signalDb: Spectrum,
  backgroundDb: Spectrum,
  spread: RecorderSpread,
): Recorder {
  const response = random.stream('response');
  const lowCutHz = response.chance(0.8) ? response.logUniform(3, 110) : 2;
  const order = response.choice([1, 2]);
  const tilt = response.normal(0, spread.tiltDbPerDecade);
  const rippleDb = ripple(response, spread.rippleDb, 1);
  const lowPass = response.chance(0.15)
    ? { cornerHz: response.uniform(2800, 7500), order: response.uniform(3, 12) }
    : undefined;
  const responseDb = spectrum(
    (f) =>
      lowCutDb(f, lowCutHz, order) +
      tilt * log10(f / 700) +
      (lowPass ? lowCutDb(lowPass.cornerHz, f, lowPass.order) : 0),
  ).map((db, i) => db + rippleDb[i]!);
  const noise = random.stream('noise');
  const overSea = noise.chance(0.2);
  const floorDb = overSea ? valueAt(backgroundDb, 700) + noise.uniform(-15, 6) : noise.uniform(22, 52);
  const flickerHz = noise.uniform(10, 300);
  const flickerOrder = noise.uniform(1, 2);
  const selfNoiseDb = spectrum((f) => floorDb + 10 * log10(1 + pow(flickerHz / f, flickerOrder)));
  const level = random.stream('level');
  const clips = level.chance(0.05);
  const dropouts = random.stream('dropouts');
  return {
    responseDb,
    tiltDbPerDecade: tilt,
    selfNoiseDb,
    hum: random.chance(0.35) ? drawHum(random.stream('hum'), backgroundDb) : [],
    fullScaleDb: bandLevelDb(signalDb, responseDb) + (clips ? level.uniform(3, 8) : level.uniform(15, 50)),
    dcOffset: level.chance(0.3) ? level.normal(0, 0.03) : 0,
    ...(dropouts.chance(0.05) && { dropouts: drawDropouts(dropouts) }),
  };
}

/** Lost buffers of some 10 ms, from one in half an hour to one in six seconds. */
function drawDropouts(random: Random): DropoutRate {
  return { perHour: random.logUniform(2, 600), meanSeconds: random.logUniform(0.005, 0.1) };
}

function drawHum(random: Random, backgroundDb: Spectrum): Line[] {
  const fundamentalHz = random.choice([50, 60, random.uniform(8, 120)]);
  const firstDb = random.uniform(0, 20);
  const fallDb = random.uniform(0, 3);
  return Array.from({ length: random.integer(1, 10) }, (_, i) => {
    const frequencyHz = fundamentalHz * (i + 1);
    return {
      frequencyHz,
      widthHz: 0.03,
      levelDb: valueAt(backgroundDb, frequencyHz) + firstDb - fallDb * (i + 1) + random.normal(0, 3),
    };
  });
}

/** Broadband level from 5 Hz to 8 kHz behind a response, dB re 1 µPa. */
function bandLevelDb(densityDb: Spectrum, responseDb: Spectrum): number {
  const stepsPerDecade = 20;
  let power = 0;
  for (let n = 14; n < 78; n++) {
    const frequencyHz = pow(10, n / stepsPerDecade);
    const bandwidthHz = frequencyHz * (pow(10, 0.5 / stepsPerDecade) - pow(10, -0.5 / stepsPerDecade));
    power += bandwidthHz * powerOfDb(valueAt(densityDb, frequencyHz) + valueAt(responseDb, frequencyHz));
  }
  return dbOfPower(power);
}
