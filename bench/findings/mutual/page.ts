import { markdownTable } from '../../../src/evaluation/outcomes-page.js';
import { LEAST_OVERLAP } from '../../../src/evaluation/sound-events.js';
import type { Estimate } from '../bootstrap.js';
import type { MutualFindings, Results } from '../results.js';
import type { Settings } from '../settings.js';
import { direction, percent, points } from '../words.js';
import type { EventWay } from './events.js';
import type { PassageWay } from './passages.js';
import { HEARD_DB } from './round-scene.js';
import { MUTUAL_OPTIONS } from './settings.js';

/** The section on mutual learning of docs/FINDINGS.md. */
export function mutualSection({ mutual, settings: kept }: Results): string {
  const {
    clips,
    mutual: { passages, events, encoder },
  } = kept as Settings;
  const { leastPrior } = MUTUAL_OPTIONS.passages.transduction;
  return `## Does mutual learning help, for recordings and for events?

**${mutual ? answerOf(mutual) : 'Not made.'}**

### Protocol

Yang et al. 2022 let the query move the prototypes (transductive inference) and the moved prototypes tune the encoder, in
turns. It was derived anew (\`training/few-shot/mutual.ts\`): prototypes begin as means of the support of unit length and descend on
cross-entropy of the support, the entropy of each query recording's answer, and the divergence of the mean answer from
a prior that is estimated in turns and capped to ${100 * leastPrior} to ${100 * (1 - leastPrior)} %; then the encoder's last block alone is tuned on the
support and on query recordings that are answered surely, with soft labels, and pulled towards its prototypes. What the
published code sets by the name of the file, adds with the wrong sign or hands to a divergence as a probability is not
in it. The entropy of the mean answer, which assumes that classes are as frequent as each other, is left out unless said.

The encoder is a conv-4 of ${encoder.filters.join(', ')} filters trained as the shipped one, but for ${encoder.episodes} episodes, ${encoder.warmUpEpisodes} of them to warm
up, on the encoder's part of the first fleet (${clips} clips); settings were chosen on another fleet and on recordings
that no figure is of. Ways:
**inductive** (plain prototypes); **fitted to support** (prototypes descend, blind to the query); **transductive** (they see
the query); **mutual** (the last block is tuned too). **Tuned on support** does all of mutual, blind to the query: what mutual has
beyond it is the query's. **Balanced prior** is TIM as published, which assumes as many of each class.

### Few-shot classification of passages

Big or small from k recordings of each, ${passages.queries} query recordings an episode, of other vessels than the support; balanced,
or nine to one with each class the frequent one in turn (the figure is the mean recall of class and role). A recording is
5 s heard by two recorders, whose answers are averaged. In points, 95 % over vessels or over episodes, whichever is
wider.

${mutual ? passagesTable(mutual) : ''}

### Few-shot event detection in long recordings

Find all passages like ${events.shown} that are shown. A recording holds ${events.rounds} rounds of ${events.kinds} ships of as many types (tanker, recreational,
container, tug, passenger, fishing, vehicle carrier, dredger, cruise, naval) and ${events.strangers} strangers of the same types; range,
speed with shaft rate, course, wind and the ship's own spectrum change from passage to passage. A reference event lasts
while the mean SNR is ${HEARD_DB} dB or more; it is found where a predicted one has an intersection over union of ${100 * LEAST_OVERLAP} % or more, one
to one (as DCASE's few-shot task scores). Windows of 5 s every 2.5 s; the windows between those shown are the
negatives. Smoothing, least length and merging are the same for all ways; each way's threshold is chosen on recordings
of other ships and sites. Template matching is the normalised cross-correlation of the log spectrograms.

${mutual ? eventsTable(mutual) : ''}

### What would change it

- Tuning that weighs answers of the query less than the support: here each has one half.
- Support and query of a long recording share site and recorder, as they do at a buoy; ships asked at another site are harder.
- Real recordings of ships that pass again and again at one place, labelled passage by passage.
`;
}

function passagesTable({ passages, seeds }: MutualFindings): string {
  const ways = passages[0]!.ways.map(({ way }) => way);
  return `Seeds ${seeds.join(', ')}; ${passages[0]!.episodes} episodes a row. First the accuracy, then differences to inductive.

${markdownTable(
  ['query', 'k', ...ways],
  passages.map(({ mix, shots, ways: own }) => [
    mix === 'balanced' ? 'balanced' : '90/10',
    String(shots),
    ...own.map(({ estimate, difference }) => (difference ? differs(difference) : valued(estimate))),
  ]),
)}`;
}

function eventsTable({ events }: MutualFindings): string {
  const { ships, passages, hours, ways } = events;
  return `${ships} ships in recordings of ${hours.toFixed(1)} h, those for the thresholds included; ${passages} passages to find; 95 % over ships, of few recordings. In percent and points.

${markdownTable(
  ['way', 'F-measure', 'precision', 'recall', 'less prototypical'],
  ways.map(({ way, estimate, precision, recall, difference }) => [
    way,
    valued(estimate),
    valued(precision),
    valued(recall),
    difference ? differs(difference) : '',
  ]),
)}`;
}

function answerOf({ passages, events }: MutualFindings): string {
  const differenceOf = (way: PassageWay) => (cell: (typeof passages)[number]) => {
    const { difference } = cell.ways.find((one) => one.way === way)!;
    return direction({ difference: difference!.value, interval: difference!.interval });
  };
  const count = (way: PassageWay, where: 'above' | 'below') =>
    passages.filter((cell) => differenceOf(way)(cell) === where).length;
  const skewed = passages.filter(({ mix }) => mix === 'skewed');
  const harmed = skewed.filter((cell) => differenceOf('balanced prior')(cell) === 'below').length;
  const f = (way: EventWay) => valued(events.ways.find((one) => one.way === way)!.estimate);
  return `For passages mutual learning is surely better than plain prototypes in ${count('mutual', 'above')} of ${passages.length} rows and surely worse in ${count('mutual', 'below')}; a prior that assumes balance is surely worse in ${harmed} of the ${skewed.length} rows that are not balanced. For events it finds passages with F ${f('mutual')} against ${f('template matching')} of template matching and ${f('prototypical')} of prototypes; tuning on what was shown alone, without a look at the query, has ${f('tuned on support')}.`;
}

const differs = ({ value, interval }: Estimate) => points({ difference: value, interval });
const valued = ({ value, interval }: Estimate) => `${percent(value)} (${interval.map(percent).join('–')})`;
