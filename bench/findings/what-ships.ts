import { ADDED, AUGMENTATION } from './iept/gather.js';
import { VIEWS } from './recipe/arms.js';
import { chosenArm } from './recipe/page.js';
import type { Results } from './results.js';
import { direction, points } from './words.js';

/** What of the findings goes into the shipped model. */
export function shippingSection({ mae, iept, mutual, recipe }: Results): string {
  const chosen = recipe && chosenArm(recipe);
  const told: string[] = [];
  if (mae.ships) {
    const differences = [mae.ships.first, mae.ships.second].map(
      (run) => run.differences.find(({ less, from }) => less === 'prototypical' && from === 'mae')!,
    );
    const better = differences.every((one) => direction(one) === 'above');
    const worse = differences.every((one) => direction(one) === 'below');
    told.push(
      `- **Masked autoencoder.** Training by labels lies ${differences.map(points).join(' and ')} points beside it in the two runs: ${
        better
          ? 'labels stay'
          : worse
            ? 'pretraining deserves a place before the labels, which has not been tried'
            : 'not surely the same way in both; labels stay, since they cost one training and not two'
      }.`,
    );
  }
  const [onShips] = iept.ships;
  if (onShips) {
    const of = (name: string) => onShips.differences.filter(({ title }) => title === name);
    const listed = (all: typeof onShips.differences) =>
      all.map((one) => `${points(one)} at k = ${one.shots}`).join(' and ');
    const [added, augmentation] = [of(ADDED), of(AUGMENTATION)];
    const surely = (all: typeof onShips.differences) => all.every((one) => direction(one) === 'above');
    told.push(
      `- **IEPT.** On ships its tasks and attention add ${listed(added)} to what the views alone give, and ask four times the passes of the board: ${
        surely(added) ? 'to be tried on the network that ships.' : 'they do not go in.'
      } The four views as augmentation alone, which cost the board nothing, give ${listed(augmentation)} beside a prototypical network of as many forward passes; in the recipe that ships: ${
        recipe === null
          ? 'not tried'
          : chosen && VIEWS[chosen]
            ? 'see above, they go in'
            : 'see above, they do not go in'
      }.`,
    );
  }
  if (mutual) {
    const gain = mutual.passages.map(({ ways }) => ways.find(({ way }) => way === 'mutual')!.difference!);
    const above = gain.filter(
      ({ value, interval }) => direction({ difference: value, interval }) === 'above',
    ).length;
    told.push(
      `- **Mutual learning.** For passages it is surely better in ${above} of ${gain.length} rows, and it would have to train on the board; enrolment keeps its plain prototype. For long recordings it stays a study: hullprint finds passages by what stands out of the site's background, and names them afterwards.`,
    );
  }
  return `## What of it ships

${
  chosen
    ? `The recipe of \`siamese\` becomes “${chosen}”`
    : 'The shipped models and the default stay as they are'
} (\`models/*/MODEL_CARD.md\`). All of it stays runnable: \`npm run findings\`; a person's own network learns from the views with \`hullprint train few-shot --pretexts every\`.

${told.join('\n')}
`;
}
