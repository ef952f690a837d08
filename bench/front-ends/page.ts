import { markdownTable } from '../../src/evaluation/outcomes-page.js';
import type { Results } from './results.js';
import { entrantsOf } from './studies.js';
import { points, SHIPPED, StudyRuns, signed } from './study-runs.js';

/** ms of processor time per second of audio and channel, for the whole daemon. */
const BUDGET_MS = 4;

const MORE_TRAINING = `- More training: all had little, and a bank that learns may need more of it than one that does not. For the two best
  \`npm run study:front-ends -- --study long\` gives three times as much; that was not done for this page.
`;

/** docs/FRONT_ENDS.md; every figure on it comes from the results. */
export function frontEndsPage(results: Results): string {
  const short = new StudyRuns('short', results.short);
  const long = results.long.length > 0 ? new StudyRuns('long', results.long) : null;
  const leaf = short.difference('leaf');
  return `# Front ends

Which front end should the daemon have? It listens to ships, whose lines lie 40 Hz or less apart, which windows of
25 ms cannot part; so its filterbank takes 512 ms. Should bank and compression be learned as well? This page is
written by \`npm run study:front-ends\`; do not edit it.

## What is compared
${markdownTable(
  ['front end', 'window', 'learned'],
  [
    ['plain baseline: mean and spread over time of the fixed bank’s log levels', '512 ms', 'nothing'],
    ['log-mel: 40 bands, 60 Hz to 7.8 kHz', '24 ms', 'nothing'],
    [
      'fixed bank, log: 96 bands of equal ratio, 20 Hz to 7.6 kHz (`features/filterbank.ts`)',
      '512 ms',
      'nothing',
    ],
    ['fixed bank, PCEN with the usual figures', '512 ms', 'nothing'],
    ['LEAF-style, learned log (`training/leaf-style.ts`)', '512 ms', 'centres, widths; a of ln(1 + 10^a x)'],
    ['LEAF-style, learned PCEN', '512 ms', 'centres, widths; α, δ, r; a mixture of three fixed smoothers'],
    ['exact LEAF: 40 filters (`training/leaf.ts`)', '25 ms', 'all seven parameters of a filter'],
  ],
)}

LEAF-style is LEAF's idea in the frequency domain: E[n,t] = Σ_k exp(−s_n² (ω_k − h_n)²) |X_t[k]|². The weights are the
squared response of LEAF's Gabor filter; the window takes the place of its Gaussian pooling, so it is not LEAF. On
windows of LEAF's own length the logarithms of its energies correlate with exact LEAF's by more than 0.995
(\`test/features/leaf-style.test.ts\`); the filters that agree least are the quietest and the lowest. Its gradients are held
against finite differences, and the daemon's arithmetic against the layer's (\`test/training/leaf-style.test.ts\`). It begins
as the fixed bank and keeps LEAF's bounds at its window. Centres and widths are learned as logarithms: a step means as much
at 20 Hz as at 7 kHz.

## Protocol
Simulated clips of 5 s, a third each big, small and none; training and validation share no vessel, site or hydrophone.
Recorders tilt by 3 dB a decade, one standard deviation, in both. Every front end feeds the same small encoder (each band
normalised by mean and variance over the batch; three blocks of 3 × 3 convolution, 2 × 2 maximum, batch normalisation,
ReLU, with 8, 16 and 16 channels; mean over time; one linear layer), but for the baseline, which has the linear layer
alone. Both learn end to end by Adam along a half cosine from ${short.protocol.learningRate}, on excerpts of ${short.protocol.excerptHops / 10} s that are the same for all.
Nothing was chosen by the validation clips, the last weights count, and settings were not searched: they are the first
that were tried.

A verdict is on a whole clip. Balanced accuracy over ${short.protocol.validationClips} recordings of ${short.protocol.validationClips / 6} big ships, as many small ones, each
heard twice, and ${short.protocol.validationClips / 3} empty seas; below it the 95 % interval, bootstrapped over vessels, the seeds' verdicts on a
vessel kept together. Then the same audio through a recorder that tilts by −6 and +6 dB a decade, and under white noise
20 dB below it; training had no more of either than its recorders brought. \`ms/s\` is processor time of the front end
alone, in plain TypeScript as the daemon runs it, for a second of audio, measured in the same run; the machine did other
work too.

## As much training as exact LEAF can have
${short.protocol.trainingClips} clips, ${short.protocol.epochs} epochs, ${short.seeds(SHIPPED)} seeds, exact LEAF ${short.seeds('leaf')}. Training took exact LEAF
${short.trainingMinutes('leaf')} minutes of a busy machine, all others together ${short.trainingMinutes(...entrantsOf('short').filter((name) => name !== 'leaf'))}.

${short.table()}

The intervals hold the chance of the vessels, not that of the training: the seeds of one front end differ by up to
${short.seedSpread()} points.

${long ? longTraining(long) : ''}## What ships
${short.decision()}${long ? ` ${long.rematch()}` : ''}

## How far it is from exact LEAF
On the same training split, as recorded: the fixed bank ${short.accuracy(SHIPPED)}, LEAF-style with the learned log
${short.accuracy('leaf-style-log')}, exact LEAF ${short.accuracy('leaf')}. Exact LEAF lies ${points(leaf.difference)} the fixed bank of the same
seed (95 % over the same vessels ${leaf.interval.map(signed).join(' to ')}), at ${(short.cost('leaf') / short.cost(SHIPPED)).toFixed(0)} times its cost: ${short.cost('leaf').toFixed(1)} ms/s, ${short.cost('leaf') > BUDGET_MS ? 'more than' : 'within'} the ${BUDGET_MS} ms/s that the whole daemon
may take. Log-mel, which has LEAF's windows and bands and learns nothing, has ${short.accuracy('log-mel')}.

## What would change it
- Validation here is the simulator's own sea. It shares its physics with training, whatever the vessels: which front end
  carries over to real recordings is not answered. Labelled recordings of a harbour, trained on with this command's
  protocol, would be better evidence than any figure here.
- Exact LEAF was given little training. Its accuracy may rise with more; its cost will not fall.
${long ? '' : MORE_TRAINING}- A learned bank that lies above the fixed one with disjoint intervals. \`LeafStyleFrontEnd\` runs it at the
  cost in the table; a model would carry its parameters in its front end, as it carries the compression now.
`;
}

function longTraining(long: StudyRuns): string {
  return `## Three times as much, for the two best
${long.protocol.trainingClips} clips, ${long.protocol.epochs} epochs, ${long.seeds(SHIPPED)} seeds.

${long.table()}

${long.moved()}

`;
}
