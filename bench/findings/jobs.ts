import { VARIANT_NAMES, type VariantName } from './iept/variants.js';
import { ARMS, type Arm } from './mae/arms.js';
import { RECIPE_ARMS, type RecipeArm } from './recipe/arms.js';
import { RUNS, type RunName, type Settings } from './settings.js';

export type Field = 'ships' | 'characters';

export interface MaeJob {
  study: 'mae';
  field: Field;
  run: RunName;
  seed: number;
  arm: Arm;
}

export interface IeptJob {
  study: 'iept';
  field: Field;
  /** Characters: the minimal set that is learnt from. */
  set: 0 | 1;
  seed: number;
  variant: VariantName;
}

export interface MutualJob {
  study: 'mutual';
  field: 'ships';
  seed: number;
}

export interface RecipeJob {
  study: 'recipe';
  field: 'ships';
  seed: number;
  arm: RecipeArm;
}

export type Job = MaeJob | IeptJob | MutualJob | RecipeJob;

/** Every training of the study, those first that the answer rests on. */
export function jobsOf(settings: Settings): Job[] {
  return [
    ...maeJobs('ships', settings),
    ...ieptJobs('characters', settings),
    ...ieptJobs('ships', settings),
    ...settings.mutual.seeds.map((seed): MutualJob => ({ study: 'mutual', field: 'ships', seed })),
    ...maeJobs('characters', settings),
    ...settings.recipe.seeds.flatMap((seed) =>
      RECIPE_ARMS.map((arm): RecipeJob => ({ study: 'recipe', field: 'ships', seed, arm })),
    ),
  ];
}

export function nameOf(job: Job): string {
  return partsOf(job).join('-');
}

function partsOf(job: Job): (string | number)[] {
  const { study, field, seed } = job;
  if (job.study === 'mutual') return [study, seed];
  if (job.study === 'recipe') return [study, RECIPE_ARMS.indexOf(job.arm), seed];
  return job.study === 'mae'
    ? [study, field, job.run, job.arm, seed]
    : [study, field, job.set + 1, VARIANT_NAMES.indexOf(job.variant), seed];
}

function maeJobs(field: Field, settings: Settings): MaeJob[] {
  const { seeds } = field === 'ships' ? settings.maeShips : settings.maeCharacters;
  return RUNS.flatMap((run) =>
    ARMS.flatMap((arm) =>
      // Without a network there is nothing to draw.
      (arm === 'plain' ? seeds[run].slice(0, 1) : seeds[run]).map(
        (seed): MaeJob => ({ study: 'mae', field, run, seed, arm }),
      ),
    ),
  );
}

function ieptJobs(field: Field, settings: Settings): IeptJob[] {
  const { seeds } = field === 'ships' ? settings.ieptShips : settings.ieptCharacters;
  const sets: (0 | 1)[] = field === 'ships' ? [0] : [0, 1];
  return sets.flatMap((set) =>
    VARIANT_NAMES.flatMap((variant) =>
      seeds.map((seed): IeptJob => ({ study: 'iept', field, set, seed, variant })),
    ),
  );
}
