import { markdownTable } from '../../../src/evaluation/outcomes-page.js';
import { MAE_OPTIONS } from '../../../src/training/few-shot/mae.js';
import { CONTRAST_TEMPERATURE } from '../../../src/training/few-shot/pretraining.js';
import { DECIDING_SHOTS, MARGIN } from '../decision-rule.js';
import type { MaeFindings, Results } from '../results.js';
import { RUNS, type RunName, type Settings } from '../settings.js';
import { SHIP_TILE } from '../ships.js';
import { direction, percent, points, scored } from '../words.js';
import { answerOf, told } from './answer.js';
import { ARMS, type Arm, LETTERS } from './arms.js';

const TITLES: Record<Arm, string> = {
  random: 'random weights',
  mae: 'masked autoencoder',
  contrastive: 'contrastive (SimCLR)',
  'mae-contrastive': 'masked autoencoder, the last tenth of the steps contrastive',
  prototypical: 'prototypical, by labels of the classes',
  plain: 'no network',
};

const titleOf = (arm: Arm) => `${LETTERS[arm]}. ${TITLES[arm]}`;

/** Arms whose encoder learnt before it was fine-tuned. */
const TRAINED = ARMS.filter((arm) => arm !== 'random' && arm !== 'plain');

type Runs = Record<RunName, MaeFindings>;

/** The section on masked autoencoders of docs/FINDINGS.md. */
export function maeSection({ mae, settings: kept }: Results): string {
  const settings = kept as Settings;
  const { steps, batch, transformer, testTasks, learningRate, fineTuning } = settings.maeShips;
  return `## Does a masked autoencoder suit few-shot learning of ships?

**${mae.ships ? answerOf(mae.ships) : 'Not made.'}**

### Protocol

One encoder for all arms: a vision transformer of ${transformer.blocks} blocks, ${transformer.heads} heads and tokens of ${transformer.length} on tiles of ${SHIP_TILE[0]} frames by ${SHIP_TILE[1]}
bands of the daemon's own patch of 5 s (50 × 96, dB). ${steps} steps of ${batch} patches for every arm but A and F, Adam along a half
cosine, the same augmentation (second recorder, tilt, ripple). ${RUNS.map((run) => settings.maeShips.seeds[run].length).join(' and ')} seeds in the two runs, which share no fleet and
no training seed. Learning rate ${learningRate} and temperatures are the first that were tried, for every arm.

- B: ${100 * MAE_OPTIONS.maskedShare} % of the tiles hidden, a decoder ${MAE_OPTIONS.decoder.blocks} block deep, squared error of tiles less their mean over their spread${mae.ships ? `: ${mae.ships.first.arms.mae!.losses.at(-1)!.toFixed(2)}\n  at the end, where telling each tile's mean costs 1. Most of what is within a tile of steady noise cannot be told` : ''}.
- C: NT-Xent on two hearings of one recording, temperature ${CONTRAST_TEMPERATURE}, projection head of two layers.
- D: nine tenths of the steps as B, then as C. E: episodes of ${batch / 4} vessels, two support and two query recordings.
- F: mean and standard deviation over time of each band's level.

A fleet has ${settings.clips} recordings of 5 s, a third each of big ships, small ones and seas without one, four of a vessel (or sea)
at four sites: 60 % to learn from, 10 % to choose by, 30 % to be asked; no vessel, site or hydrophone is in two parts, and half of the ships asked have an SNR drawn between −5 and
25 dB. Tasks: big or small, from k recordings a size; the support's vessels are others than the query's; ${testTasks} tasks
for each k, two queries each. Every arm is read by 3 poolings (mean of the last tokens, mean over all blocks, maximum; F
has one) × 3 normalisations (none; CL2N; CL2N after whitening what differs between recordings of one vessel, fitted
on what was learnt from) × 3 heads (nearest prototype, LDA, logistic); which of them counts is chosen on the vessels
to choose by. Balanced accuracy in percent, 95 % intervals bootstrapped over vessels: they hold the chance of the
vessels, and the column of the seeds that of the training.

Fine-tuned: encoder and a linear head, ${fineTuning.steps} steps of Adam from ${fineTuning.learningRate} on the support, ${fineTuning.episodes} episodes of ${fineTuning.queries} other queries a size, so not the
questions of the columns beside it; intervals over episodes. Steps and rate were not chosen by anything.

### The rule, written before the figures

At k = ${DECIDING_SHOTS}, each arm read as chosen: **unsuitable** if the upper bound of B − C lies below −${percent(MARGIN)} points and the lower bound of
B − F is not above 0; **suitable** if the lower bound of B − C lies above −${percent(MARGIN)} points; otherwise **inconclusive**.
(\`bench/findings/decision-rule.ts\`)

${mae.ships ? figures(mae.ships, 'ships') : ''}

### Omniglot, where the field's figures are known

${mae.characters ? omniglot(mae.characters) : 'Not made.'}

### What would change it

- Recordings of real ships enough for k = ${DECIDING_SHOTS} of each size: these vessels are the simulator's. Two runs of other vessels
  are still of one simulated sea.
- A larger encoder, or many times the steps: masked autoencoders are known to want both, and had ${mae.ships ? mae.ships.first.arms.mae!.seconds : 'some'} s of one core here.
- Longer recordings: a contrast of two stretches of one passage may learn what a contrast of two hearings of 5 s cannot.
`;
}

function figures(runs: Runs, field: 'ships' | 'characters'): string {
  return `### Figures

![Accuracy by the number of support recordings](pictures/findings-mae-${field}.png)

${RUNS.map((run) => `The ${run} run, seeds ${runs[run].seeds.join(', ')}: **${runs[run].verdict}**.\n\n${armsTable(runs[run])}\n\n${differencesTable(runs[run])}`).join('\n\n')}

### Is it the geometry, or is the information not there?

Every reading of B and C at k = ${DECIDING_SHOTS}, first run (test vessels, mean of the seeds; the chosen one is bold):

${cellsTable(runs.first)}

${geometry(runs)}

![What a masked autoencoder sees and makes of it](pictures/findings-reconstruction-${field}.png)
`;
}

function armsTable(run: MaeFindings): string {
  const shots = Object.keys(run.arms.mae!.byShots);
  const rows = ARMS.map((arm) => {
    const { byShots, chosen, seeds, fineTuned } = run.arms[arm]!;
    return [
      titleOf(arm),
      ...shots.map((k) => scored(byShots[k]!)),
      seeds.map(percent).join(' '),
      `${chosen.pooling}, ${chosen.normalisation}, ${chosen.head}`,
      fineTuned ? scored(fineTuned) : '',
    ];
  });
  return markdownTable(
    [
      'arm',
      ...shots.map((k) => `k = ${k}`),
      `seeds at k = ${DECIDING_SHOTS}`,
      'read by',
      `fine-tuned, k = ${DECIDING_SHOTS}`,
    ],
    rows,
  );
}

function differencesTable({ differences }: MaeFindings): string {
  return markdownTable(
    [`at k = ${DECIDING_SHOTS}, points`, 'difference (95 %)'],
    differences.map((one) => [`${titleOf(one.less)} − ${titleOf(one.from)}`, points(one)]),
  );
}

function cellsTable({ arms }: MaeFindings): string {
  const cells = arms.mae!.cells;
  const shown = (arm: Arm, place: number) => {
    const { cells: own, chosen } = arms[arm]!;
    const value = percent(own[place]!.test);
    const { pooling, normalisation, head } = own[place]!;
    const isChosen =
      chosen.pooling === pooling && chosen.normalisation === normalisation && chosen.head === head;
    return isChosen ? `**${value}**` : value;
  };
  return markdownTable(
    ['pooling', 'normalisation', 'head', 'B', 'C'],
    cells.map(({ pooling, normalisation, head }, place) => [
      pooling,
      normalisation,
      head,
      shown('mae', place),
      shown('contrastive', place),
    ]),
  );
}

/** Whether whitening, contrast or fine-tuning close the distance to the arm that knows the vessels. */
function geometry(runs: Runs): string {
  const sentences = RUNS.map((run) => {
    const { arms } = runs[run];
    const best = (normalisation: string) => {
      const own = arms.mae!.cells.filter((cell) => cell.normalisation === normalisation);
      return own.reduce((best, cell) => (cell.validation > best.validation ? cell : best)).test;
    };
    return `In the ${run} run B has ${percent(best('none'))} without normalisation, ${percent(best('CL2N'))} by CL2N and ${percent(best('whitened'))} whitened, each read as the vessels to choose by have it; a tenth of contrast at the end adds ${told(runs[run], 'mae-contrastive', 'mae')} points.`;
  });
  const harmed = RUNS.every((run) =>
    TRAINED.every((arm) => {
      const { fineTuned, byShots } = runs[run].arms[arm]!;
      return fineTuned!.accuracy < byShots[DECIDING_SHOTS]!.accuracy;
    }),
  );
  const tuning = harmed
    ? 'Fine-tuned as it was, every trained arm lies below its frozen self: tuning a whole encoder on ten recordings loses more than it finds, so it does not tell what the frozen reading misses.'
    : 'Fine-tuning moves the arms as the last column shows.';
  return `${sentences.join(' ')} ${tuning}`;
}

function omniglot(runs: Runs): string {
  const sections = RUNS.map((run) => {
    const one = runs[run];
    const contrast = one.differences.find(({ less, from }) => less === 'mae' && from === 'contrastive')!;
    const where = { above: 'above', below: 'below', neither: 'not surely apart from' }[direction(contrast)];
    return `Trained on minimal set ${run === 'first' ? 1 : 2} (seeds ${one.seeds.join(', ')}), asked in alphabets of the other that are not in it, five characters at a time; B lies ${where} C (${points(contrast)}). By the same rule: ${one.verdict}.\n\n${armsTable(one)}`;
  });
  return `After one alphabet to choose by, two are asked in each run: intervals over characters know
nothing of the chance of alphabets.

${sections.join('\n\n')}

![Accuracy by the number of support drawings](pictures/findings-mae-characters.png)

![Characters as a masked autoencoder sees them](pictures/findings-reconstruction-characters.png)`;
}
