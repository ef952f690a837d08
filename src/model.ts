import type { WeightedAssessment } from './decision/passage.js';
import { poolAssessments } from './decision/pool.js';
import type { Verdict } from './decision/verdict.js';
import type { BackendChoice, LadderOptions } from './embedding/backend-ladder.js';
import { type LoadedEncoder, loadEncoder } from './embedding/load-encoder.js';
import type { Manifest } from './embedding/manifest.js';
import { type ModelFolder, readModelFolder } from './embedding/model-folder.js';
import { resolveModel } from './embedding/resolve-model.js';
import type { Compression } from './features/filterbank.js';
import { STATISTIC_NAMES } from './features/statistics.js';
import type { Judge } from './prototypes/assessment.js';
import type { ClassSpace } from './prototypes/class-space.js';
import { loadJudge } from './prototypes/judge.js';
import { plainSpace } from './prototypes/plain-space.js';
import { readVessels, VesselSpace } from './prototypes/vessel-space.js';
import { type RecorderPrior, readRecorderPrior } from './site/recorder-prior.js';

/** A model ready to run: what embeds and what judges, of one identity. */
export interface Model {
  manifest: Manifest;
  identity: string;
  /** Identity of the classes that the judge knows. */
  classes: string;
  /** Names of the vessel classes enrolled beside it. */
  classNames: readonly string[];
  /** Of the patch that its encoder takes. */
  compression: Compression;
  encoder: LoadedEncoder;
  judge: Judge;
  /** Where classes lie that are enrolled beside it. */
  space: ClassSpace;
  /** What it knows of recorders; null where it knows nothing, and every recorder is left as it is. */
  prior: RecorderPrior | null;
  /** Pools windows to a verdict, with the model's unknown zone. */
  pool: (windows: readonly WeightedAssessment[]) => Verdict;
}

/** Loads a shipped model by name, or a model folder by path, and tests it. Throws HullprintError (65, 66, 69, 78). */
export async function loadModel(
  nameOrPath: string,
  backend: BackendChoice = 'auto',
  ladder: LadderOptions = {},
): Promise<Model> {
  const folder = await readModelFolder(resolveModel(nameOrPath));
  const judge = loadJudge(folder);
  const encoder = await loadEncoder(folder, { ...ladder, backend, statisticNames: STATISTIC_NAMES });
  return {
    manifest: folder.manifest,
    identity: folder.identity,
    classes: `sha256:${folder.manifest.files['prototypes.json']}`,
    classNames: [],
    compression: folder.manifest.frontEnd.compression,
    encoder,
    judge,
    space: spaceOf(folder),
    prior: readRecorderPrior(folder),
    pool: (windows) => poolAssessments(windows, judge.unknownZone),
  };
}

function spaceOf(folder: ModelFolder): ClassSpace {
  const vessels = readVessels(folder);
  return vessels ? new VesselSpace(vessels) : plainSpace;
}

/** Identity of the model as it lies on disk now. Throws HullprintError (65, 66). */
export async function modelIdentity(nameOrPath: string): Promise<string> {
  return (await readModelFolder(resolveModel(nameOrPath))).identity;
}
