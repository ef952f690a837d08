import { z } from 'zod';
import { badModel, type ModelFolder, readModelJson } from '../embedding/model-folder.js';
import { BACKGROUND_FEATURES, SITE_FEATURES } from './site-features.js';

/** Name of the file in a model folder. */
export const RECORDER_PRIOR_FILE = 'recorder-prior.json';

const gaussian = (features: number) =>
  z.strictObject({
    mean: z.array(z.number()).length(features),
    /** Inverse of the covariance, row-major `[features, features]`. */
    precision: z.array(z.number()).length(features ** 2),
    /** Natural logarithm of the covariance's determinant. */
    logDeterminant: z.number(),
  });

const recorderPriorSchema = z.strictObject({
  /** Names of the statistics that a passage is described by: decidecades, then modulation. */
  features: z.array(z.string()).length(SITE_FEATURES.length),
  /** Variance of a recorder's tilt before anything has been heard, (dB a decade)². */
  tiltVariance: z.number().positive(),
  /** What the background without ships is like through a recorder without tilt (`summariseBackground`). */
  background: gaussian(BACKGROUND_FEATURES),
  /** What passages are like through a recorder without tilt. */
  big: gaussian(SITE_FEATURES.length),
  small: gaussian(SITE_FEATURES.length),
});

/** `recorder-prior.json` of a model: what simulated sites tell of recorders, seas and ships. */
export type RecorderPrior = z.infer<typeof recorderPriorSchema>;
export type Gaussian = RecorderPrior['background'];

/**
 * Reads the prior of a model; null when it has none. Throws HullprintError (65) when it is damaged, or of other
 * statistics than this version computes.
 */
export function readRecorderPrior(folder: ModelFolder): RecorderPrior | null {
  if (!folder.files.has(RECORDER_PRIOR_FILE)) return null;
  const prior = readModelJson(folder, RECORDER_PRIOR_FILE, recorderPriorSchema);
  const odd = prior.features.find((name, i) => name !== SITE_FEATURES[i]);
  if (odd)
    throw badModel(folder.path, `its ${RECORDER_PRIOR_FILE} speaks of ${odd}, not what is computed here`);
  return prior;
}
