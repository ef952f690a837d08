import { VARIANT_NAMES, type VariantName } from './iept/variants.js';
import { ARMS, type Arm } from './mae/arms.js';
import { RECIPE_ARMS, type RecipeArm } from './recipe/arms.js';
import { type Field, ieptSettings, maeSettings, RUNS, type RunName, type Settings } from './settings.js';

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
    ...mutualJobs(settings),
    ...maeJobs('characters', settings),
    ...recipeJobs(settings),
  ];
}

/** Names the files of a job: by what it trains, so that what is kept stays the same arm's whatever arms there are. */
export function nameOf(job: Job): string {
  return partsOf(job).map(slug).join('-');
}

function partsOf(job: Job): (string | number)[] {
  const { study, field, seed } = job;
  switch (job.study) {
    case 'mae':
      return [study, field, job.run, job.arm, seed];
    case 'iept':
      return [study, field, job.set + 1, job.variant, seed];
    case 'mutual':
      return [study, seed];
    case 'recipe':
      return [study, job.arm, seed];
  }
}

/** Small letters and digits, with a hyphen for what is between them. */
function slug(part: string | number): string {
  return String(part)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .replaceAll(' ', '-');
}

export function maeJobs(field: Field, settings: Settings): MaeJob[] {
  const { seeds } = maeSettings(field, settings);
  return RUNS.flatMap((run) =>
    ARMS.flatMap((arm) =>
      // Without a network there is nothing to draw.
      (arm === 'plain' ? seeds[run].slice(0, 1) : seeds[run]).map(
        (seed): MaeJob => ({ study: 'mae', field, run, seed, arm }),
      ),
    ),
  );
}

export function ieptJobs(field: Field, settings: Settings): IeptJob[] {
  const { seeds } = ieptSettings(field, settings);
  const sets: (0 | 1)[] = field === 'ships' ? [0] : [0, 1];
  return sets.flatMap((set) =>
    VARIANT_NAMES.flatMap((variant) =>
      seeds.map((seed): IeptJob => ({ study: 'iept', field, set, seed, variant })),
    ),
  );
}

export function mutualJobs({ mutual: { seeds } }: Settings): MutualJob[] {
  return seeds.map((seed) => ({ study: 'mutual', field: 'ships', seed }));
}

export function recipeJobs({ recipe: { seeds } }: Settings): RecipeJob[] {
  return seeds.flatMap((seed) =>
    RECIPE_ARMS.map((arm): RecipeJob => ({ study: 'recipe', field: 'ships', seed, arm })),
  );
}
