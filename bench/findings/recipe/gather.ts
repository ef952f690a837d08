import { median, rounded } from '../mae/gather.js';
import type { RecipeFindings } from '../results.js';
import type { Settings } from '../settings.js';
import type { Places } from '../subjects.js';
import { differenceOf, scoreOf, tallyOf } from '../tallies.js';
import { readResult } from '../work-folder.js';
import { RECIPE_ARMS, type RecipeArm } from './arms.js';
import type { RecipeResult } from './job.js';
import { askedPassages } from './passages.js';

/** Gathers the recipes over the seeds; null where a job is missing. */
export async function gatherRecipe(settings: Settings, places: Places): Promise<RecipeFindings | null> {
  const { seeds } = settings.recipe;
  const made = new Map(
    RECIPE_ARMS.map((arm) => [
      arm,
      seeds.map((seed) => readResult(places.work, { study: 'recipe', field: 'ships', seed, arm })),
    ]),
  );
  if ([...made.values()].flat().includes(null)) return null;
  const of = (arm: RecipeArm) => made.get(arm) as RecipeResult[];
  const asked = await askedPassages(settings, places);
  const tallies = (arm: RecipeArm, shots: number) =>
    tallyOf(
      asked,
      shots,
      of(arm).map(({ answers }) => answers[shots]!),
    );
  return {
    seeds: [...seeds],
    recordings: asked.items.length,
    arms: RECIPE_ARMS.map((arm) => ({
      arm,
      episodes: of(arm).map(({ episodes }) => episodes),
      seconds: median(of(arm).map(({ seconds }) => seconds)),
      byShots: Object.keys(asked.tasks).map((shots) => {
        const own = tallies(arm, Number(shots));
        return {
          shots: Number(shots),
          ...rounded(scoreOf(own)),
          beside: arm === 'as heard' ? null : rounded(differenceOf(own, tallies('as heard', Number(shots)))),
        };
      }),
    })),
  };
}
