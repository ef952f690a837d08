import { median, rounded } from '../figures.js';
import { recipeJobs } from '../jobs.js';
import type { RecipeFindings } from '../results.js';
import type { Settings } from '../settings.js';
import type { Folders } from '../subjects.js';
import { differenceOf, scoreOf, type Tally, tallyItems, tallyOf } from '../tallies.js';
import { readAll } from '../work-folder.js';
import { RECIPE_ARMS, type RecipeArm } from './arms.js';
import { askedPassages } from './passages.js';

/** Gathers the recipes over the seeds; null where a job is missing. */
export async function gatherRecipe(settings: Settings, folders: Folders): Promise<RecipeFindings | null> {
  const made = readAll(folders.work, recipeJobs(settings));
  if (!made) return null;
  const of = (arm: RecipeArm) => made.filter(({ job }) => job.arm === arm).map(({ result }) => result);
  const asked = await askedPassages(settings, folders);
  const measured = (arm: RecipeArm, tallies: (arm: RecipeArm) => Tally[]) => ({
    ...rounded(scoreOf(tallies(arm))),
    beside: arm === RECIPE_ARMS[0] ? null : rounded(differenceOf(tallies(arm), tallies(RECIPE_ARMS[0]))),
  });
  const verdicts = (arm: RecipeArm) =>
    tallyItems(
      asked.items,
      of(arm).map(({ verdicts }) => verdicts),
    );
  const answers = (shots: number) => (arm: RecipeArm) =>
    tallyOf(
      asked,
      shots,
      of(arm).map(({ answers }) => answers[shots]!),
    );
  return {
    seeds: [...settings.recipe.seeds],
    recordings: asked.items.length,
    arms: RECIPE_ARMS.map((arm) => ({
      arm,
      episodes: of(arm).map(({ episodes }) => episodes),
      seconds: median(of(arm).map(({ seconds }) => seconds)),
      verdict: measured(arm, verdicts),
      byShots: settings.recipe.shots.map((shots) => ({ shots, ...measured(arm, answers(shots)) })),
    })),
  };
}
