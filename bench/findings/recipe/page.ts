import { markdownTable } from '../../../src/evaluation/outcomes-page.js';
import type { RecipeFindings, Results } from '../results.js';
import type { Settings } from '../settings.js';
import { direction, points, scored } from '../words.js';
import { type RecipeArm, VIEWS } from './arms.js';
import { ASKED_SNR_DB } from './passages.js';
import { chooseArm } from './shipping-rule.js';

/** The section of docs/FINDINGS.md on the views of IEPT in the recipe of the shipped model. */
export function recipeSection({ recipe, settings: kept }: Results): string {
  const {
    recipe: { passages, clips, options, tasks },
    ieptShips,
  } = kept as Settings;
  return `## Do IEPT's views help the network that ships?

**${recipe ? answerOf(recipe) : 'Not made.'}**

### Protocol

The whole recipe of \`siamese\` ([FEW_SHOT.md](FEW_SHOT.md)): ${clips} clips, ${options.episodes} episodes at most, heads, calibration and all. The
views of ships above are learnt from as well: one that is drawn for each example, or all four, each in an episode of
its own (mean of the four losses), which is four times the passes. On the board the network is the same in every row.

Asked are ${passages.vessels} vessels, ${passages.recordingsPerVessel} recordings of each, at ${passages.sites} sites, none of which was trained on or chosen by;
of them the ships of ${ASKED_SNR_DB.join(' to ')} dB SNR, and all seas without a ship:

\`\`\`sh
hullprint simulate passages --seed ${passages.seed} --vessels ${passages.vessels} --recordings ${passages.recordingsPerVessel} --sites ${passages.sites} --seconds ${passages.seconds}
\`\`\`

Verdict: balanced accuracy of big, small and none as the whole model says it, unknown counted as not right. k: nearest
prototype in the network's own numbers, ${tasks} tasks, no vessel or site in both support and query; big, small AND none are
to be told apart, where the sections above ask for big or small. In percent, 95 % over vessels.

The rule, written before there was a figure: what is surely above the recipe in one of these measures and surely below
in none takes its place, of several that of the greatest mean difference, unless real recordings speak against it.

${recipe ? tableOf(recipe) : ''}

### What would change it

- Little to learn from: where the views did help (above), a small network met ${examplesOf({ ...ieptShips, episodes: ieptShips.steps })} examples in its episodes and no label but
  the vessel. This one meets ${examplesOf(options)}, and the sizes: what the views have to teach it may know already.
- A sea that differs from the simulated one: the passages asked have the Lloyd mirrors and distances of those learnt from.
`;
}

function examplesOf(training: { ways: number; shots: number; queries: number; episodes: number }): number {
  return training.ways * (training.shots + training.queries) * training.episodes;
}

type ArmFindings = RecipeFindings['arms'][number];

/** Verdict and tasks side by side, each by its name. */
function measuresOf({ verdict, byShots }: ArmFindings) {
  return [
    { name: 'verdict', ...verdict },
    ...byShots.map(({ shots, ...measure }) => ({ name: `k = ${shots}`, ...measure })),
  ];
}

/** The arms that are compared with the recipe, and by how much each measure differs. */
function besideRecipe(arms: readonly ArmFindings[]) {
  return arms.flatMap((one) => {
    const differences = measuresOf(one).flatMap(({ name, beside }) => (beside ? [{ name, ...beside }] : []));
    return differences.length > 0 ? [{ arm: one.arm, differences }] : [];
  });
}

/** The arm that the rule chooses; null where the recipe stays. */
export function chosenArm({ arms }: RecipeFindings): RecipeArm | null {
  return chooseArm(besideRecipe(arms));
}

function tableOf({ arms, seeds, recordings }: RecipeFindings): string {
  const measures = measuresOf(arms[0]!).map(({ name }) => name);
  const scores = markdownTable(
    ['learnt from', ...measures, 'episodes until it stopped', 'seconds'],
    arms.map((one) => [
      one.arm,
      ...measuresOf(one).map(scored),
      one.episodes.join(', '),
      one.seconds.toFixed(0),
    ]),
  );
  const differences = markdownTable(
    ['points beside the recipe', ...measures],
    besideRecipe(arms).map(({ arm, differences }) => [arm, ...differences.map(points)]),
  );
  return `Seeds ${seeds.join(', ')}; ${recordings} recordings.

${scores}

${differences}`;
}

function answerOf(recipe: RecipeFindings): string {
  const chosen = chosenArm(recipe);
  const told = besideRecipe(recipe.arms)
    .filter(({ arm }) => VIEWS[arm] !== null)
    .map(({ arm, differences }) => {
      const measures = differences.map(
        (one) => `${one.name} ${points(one)}${direction(one) === 'neither' ? '' : ', surely'}`,
      );
      return `${capital(arm)}: ${measures.join('; ')}.`;
    });
  return `${told.join(' ')} By the rule ${chosen ? `“${chosen}” takes the place of the recipe` : 'the recipe stays'}.`;
}

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
