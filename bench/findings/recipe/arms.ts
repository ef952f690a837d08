import type { FewShotOptions } from '../../../src/training/few-shot/training-options.js';

/** Ways to train the recipe of the shipped model, the first of which is the recipe. */
export const RECIPE_ARMS = ['as heard', 'one view of each example', 'every view an episode'] as const;
export type RecipeArm = (typeof RECIPE_ARMS)[number];

/** What an arm changes of the recipe. */
export function optionsOf(arm: RecipeArm, recipe: FewShotOptions): FewShotOptions {
  switch (arm) {
    case 'as heard':
      return recipe;
    case 'one view of each example':
      return { ...recipe, pretexts: 'one' };
    case 'every view an episode':
      return { ...recipe, pretexts: 'every' };
  }
}
