import type { FewShotOptions } from '../../../src/training/few-shot/training-options.js';

/** Ways to train the recipe of the shipped model, the first of which is the recipe. */
export const RECIPE_ARMS = ['as heard', 'one view of each example', 'every view an episode'] as const;
export type RecipeArm = (typeof RECIPE_ARMS)[number];

/** The views that an arm learns from; null for examples as they are heard alone. */
export const VIEWS: Record<RecipeArm, FewShotOptions['pretexts'] | null> = {
  'as heard': null,
  'one view of each example': 'one',
  'every view an episode': 'every',
};

/** What an arm makes of the recipe. */
export function optionsOf(arm: RecipeArm, recipe: FewShotOptions): FewShotOptions {
  const pretexts = VIEWS[arm];
  return pretexts ? { ...recipe, pretexts } : recipe;
}
