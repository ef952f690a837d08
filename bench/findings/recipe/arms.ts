import type { FewShotOptions } from '../../../src/training/few-shot/training-options.js';

/** Ways to train the recipe of the shipped model. The first is the recipe; the second has as many passes as the last. */
export const RECIPE_ARMS = [
  'as heard',
  'as heard, four times the episodes',
  'one view of each example',
  'every view an episode',
] as const;
export type RecipeArm = (typeof RECIPE_ARMS)[number];

/** What an arm changes of the recipe. */
export function optionsOf(arm: RecipeArm, recipe: FewShotOptions): FewShotOptions {
  switch (arm) {
    case 'as heard':
      return recipe;
    case 'as heard, four times the episodes':
      return { ...recipe, episodes: 4 * recipe.episodes };
    case 'one view of each example':
      return { ...recipe, pretexts: 'one' };
    case 'every view an episode':
      return { ...recipe, pretexts: 'every' };
  }
}
