import type { Results } from './results.js';
import { direction, points } from './words.js';

/** What of the findings goes into the shipped model. */
export function shippingSection({ mae, iept, mutual }: Results): string {
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
    const credit = onShips.differences.filter(
      ({ title }) => title === 'IEPT, less a prototypical network of as many forward passes',
    );
    const earned = credit.every((one) => direction(one) === 'above');
    told.push(
      `- **IEPT.** On ships it lies ${credit.map((one) => `${points(one)} at k = ${one.shots}`).join(' and ')} beside a prototypical network of as many forward passes, and asks four times the passes of the board. ${
        earned
          ? 'That is a gain, for a network smaller than the one that ships; it goes in when it holds there.'
          : 'It does not go in.'
      }`,
    );
  }
  if (mutual) {
    const gain = mutual.passages.map(({ ways }) => ways.find(({ way }) => way === 'mutual')!.difference!);
    const above = gain.filter(
      ({ value, interval }) => direction({ difference: value, interval }) === 'above',
    ).length;
    told.push(
      `- **Mutual learning.** For passages it is surely better in ${above} of ${gain.length} rows, and it would have to train on the board; enrolment keeps its plain prototype. For long recordings it stays a study: hullprint finds passages by level and names them afterwards.`,
    );
  }
  return `## What of it ships

The shipped models and the default stay as they are (\`models/*/MODEL_CARD.md\`). All of it stays runnable: \`npm run findings\`.

${told.join('\n')}
`;
}
