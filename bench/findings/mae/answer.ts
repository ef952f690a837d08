import { DECIDING_SHOTS } from '../decision-rule.js';
import type { MaeFindings } from '../results.js';
import { RUNS, type RunName } from '../settings.js';
import { direction, points } from '../words.js';
import type { Arm } from './arms.js';

const VERDICTS: Record<MaeFindings['verdict'], string> = {
  unsuitable: 'MAE does not suit this few-shot network',
  suitable: 'that MAE does not suit this few-shot network is refuted',
  inconclusive: 'the figures do not decide whether MAE suits this few-shot network',
};

/** Where an arm lies beside another in both runs. */
const BESIDE = {
  above: 'is surely better in both runs than',
  below: 'is surely worse in both runs than',
  neither: 'is in neither run surely better or worse than',
  mixed: 'does not lie the same way in both runs beside',
};

/** What the figures answer, in a few sentences. */
export function answerOf(runs: Record<RunName, MaeFindings>): string {
  const verdicts = RUNS.map((run) => runs[run].verdict);
  const [first, second] = RUNS.map(
    (run) =>
      `${told(runs[run], 'mae', 'contrastive')} points beside contrastive learning, ${told(runs[run], 'mae', 'plain')} beside no network at all`,
  );
  const verdict =
    verdicts[0] === verdicts[1]
      ? `By the rule below, in both runs, ${VERDICTS[verdicts[0]!]}: at k = ${DECIDING_SHOTS} it lies ${first}; in the second run ${second}.`
      : `The two runs do not agree: ${VERDICTS[verdicts[0]!]} (${first}); in the second run ${VERDICTS[verdicts[1]!]} (${second}).`;
  return `${verdict} ${measure(runs)}`;
}

/** The difference of two arms of a run at the deciding shots, in points. */
export function told(run: MaeFindings, less: Arm, from: Arm): string {
  return points(between(run, less, from));
}

function between({ differences }: MaeFindings, less: Arm, from: Arm) {
  return differences.find((one) => one.less === less && one.from === from)!;
}

/** What the verdict is worth: whether its measures learnt anything themselves. */
function measure(runs: Record<RunName, MaeFindings>): string {
  const beside = (less: Arm, from: Arm): keyof typeof BESIDE => {
    const [first, second] = RUNS.map((run) => direction(between(runs[run], less, from)));
    return first === second ? first! : 'mixed';
  };
  const contrast = beside('contrastive', 'random');
  const sentences = [
    `The masked autoencoder ${BESIDE[beside('mae', 'plain')]} no network.`,
    `Training by labels ${BESIDE[beside('prototypical', 'mae')]} the masked autoencoder.`,
  ];
  if (contrast !== 'above') {
    sentences.unshift(
      `But contrastive learning itself ${BESIDE[contrast]} random weights: it learnt to tell recordings, not sizes, so lying above it says little.`,
    );
  }
  return sentences.join(' ');
}
