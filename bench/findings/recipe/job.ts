import { join } from 'node:path';
import { SITES, SITES_SEED } from '../../../src/commands/train-recorder-prior.js';
import { readModelFolder } from '../../../src/embedding/model-folder.js';
import { resolveModel } from '../../../src/embedding/resolve-model.js';
import { writeModelFolder } from '../../../src/embedding/write-model-folder.js';
import { evaluateRecordings } from '../../../src/evaluation/evaluate.js';
import { loadEvaluatedModel } from '../../../src/evaluation/evaluated-model.js';
import { embedRecordings } from '../../../src/evaluation/few-shot-recordings.js';
import { readRecorderPrior } from '../../../src/site/recorder-prior.js';
import { shipFolder } from '../../../src/training/ships/ship-folder.js';
import { trainShips } from '../../../src/training/ships/ship-training.js';
import { answer } from '../heads.js';
import { nameOf, type RecipeJob } from '../jobs.js';
import type { Settings } from '../settings.js';
import { loadFleet } from '../ships.js';
import type { Folders } from '../subjects.js';
import { packBits } from '../tallies.js';
import { optionsOf } from './arms.js';
import { askedPassages } from './passages.js';

/** Knows recorders; what it knows is of statistics and so the same for every network. */
const PRIOR_OF = 'siamese';

export interface RecipeResult extends RecipeAnswers {
  /** Episodes until the training stopped. */
  episodes: number;
  seconds: number;
}

interface RecipeAnswers {
  /** Right verdicts of the whole model, a bit a passage. */
  verdicts: string;
  /** Right answers to the tasks of the passages, by the number of support recordings. */
  answers: Record<string, string>;
}

/** The fleet that the shipped model learns from. */
export function recipeFleet({ recipe }: Settings, { work }: Folders, workers = 1) {
  return loadFleet(work, { seed: recipe.fleet, clips: recipe.clips, workers });
}

/** Trains the recipe of the shipped model in one way, keeps the model in the work folder, and asks it the passages. */
export async function recipeJob(job: RecipeJob, settings: Settings, folders: Folders): Promise<RecipeResult> {
  const { clips, fleet: seed, copies, options: recipe, sites } = settings.recipe;
  const options = optionsOf(job.arm, { ...recipe, seed: job.seed });
  const folder = join(folders.work, nameOf(job));
  const fleet = await recipeFleet(settings, folders);
  const part = (side: string) => fleet.filter((recording) => recording.side === side);
  const held = part('held');
  const started = performance.now();
  const trained = await trainShips({
    sides: { encoder: part('encoder'), validation: held, heads: part('heads'), held },
    options,
    data: `simulateFleet, seed ${seed}, ${clips} clips`,
    folder: `${folder}-training`,
    copies,
  });
  const seconds = Math.round((performance.now() - started) / 1000);
  const prior = sites ? readRecorderPrior(await readModelFolder(resolveModel(PRIOR_OF))) : null;
  const { draft, files } = shipFolder(trained, {
    name: nameOf(job),
    command: 'npm run findings',
    options,
    backend: 'as told in the findings',
    data: [],
    prior: prior && { prior, seed: SITES_SEED, sites: SITES },
    scores: [],
    licence: 'MIT',
    split: null,
  });
  await writeModelFolder(folder, draft, files);
  return {
    ...(await answersOf(folder, settings, folders)),
    episodes: trained.history.at(-1)!.episode,
    seconds,
  };
}

async function answersOf(folder: string, settings: Settings, folders: Folders): Promise<RecipeAnswers> {
  const { items, tasks } = await askedPassages(settings, folders);
  const recordings = items.map(({ example }) => example);
  const model = await loadEvaluatedModel(folder);
  const evaluated = await evaluateRecordings(recordings, model);
  const rows = (await embedRecordings(recordings, model)).map(({ embedding }) => embedding);
  return {
    verdicts: packBits(evaluated.map(({ verdict, recording }) => verdict.size === recording.size)),
    answers: Object.fromEntries(
      Object.entries(tasks).map(([shots, own]) => [
        shots,
        packBits(own.flatMap((task) => answer(rows, task, ['prototype'])[0]!)),
      ]),
    ),
  };
}
