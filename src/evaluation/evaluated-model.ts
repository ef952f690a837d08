import type { Encoder } from '../embedding/encoder.js';
import { loadEncoder } from '../embedding/load-encoder.js';
import type { Manifest } from '../embedding/manifest.js';
import { readModelFolder } from '../embedding/model-folder.js';
import { resolveModel } from '../embedding/resolve-model.js';
import type { Compression } from '../features/filterbank.js';
import { STATISTIC_NAMES } from '../features/statistics.js';
import { coordinatesOf, type LoadedJudge, loadBaseline, loadJudge } from '../prototypes/judge.js';
import { type RecorderPrior, readRecorderPrior } from '../site/recorder-prior.js';

/** A model and the plain baseline that is stored with it. */
export interface EvaluatedModel {
  manifest: Manifest;
  identity: string;
  encoder: Encoder;
  /** Names of the embedding's coordinates but for the last, the number of the tier. */
  coordinates: string[];
  judge: LoadedJudge;
  baseline: LoadedJudge;
  /** Of the patch. */
  compression: Compression;
  /** What it knows of recorders; null where it knows nothing. */
  prior: RecorderPrior | null;
}

/** Loads a shipped model by name, or a folder by path, with its baseline. Throws HullprintError (65, 66, 69, 78). */
export async function loadEvaluatedModel(nameOrPath: string): Promise<EvaluatedModel> {
  const folder = await readModelFolder(resolveModel(nameOrPath));
  return {
    manifest: folder.manifest,
    identity: folder.identity,
    encoder: await loadEncoder(folder, { backend: 'auto', statisticNames: STATISTIC_NAMES }),
    coordinates: coordinatesOf(folder),
    judge: loadJudge(folder),
    baseline: loadBaseline(folder),
    compression: folder.manifest.frontEnd.compression,
    prior: readRecorderPrior(folder),
  };
}
