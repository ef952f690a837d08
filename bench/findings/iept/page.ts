import { markdownTable } from '../../../src/evaluation/outcomes-page.js';
import { IEPT_OPTIONS } from '../../../src/training/few-shot/iept.js';
import type { IeptFindings, Results } from '../results.js';
import type { Settings } from '../settings.js';
import { direction, percent, points, scored } from '../words.js';
import { ADDED } from './gather.js';

/** The section on IEPT of docs/FINDINGS.md. */
export function ieptSection({ iept, settings: kept }: Results): string {
  const { ieptCharacters, ieptShips } = kept as Settings;
  return `## Do instance-level and episode-level pretext tasks (IEPT) help?

**${answerOf(iept)}**

### Protocol

Zhang et al. 2021, equations 3 to 12 (\`training/few-shot/iept.ts\`): every example of an episode under four views; a linear
layer names the view (instance); what the four extended episodes say of a query is drawn to their mean (episode); a
prototypical loss on each of them (auxiliary); attention over the views and a prototypical loss on the four side by
side (integrated), which alone answers. Weights ${IEPT_OPTIONS.instance}, ${IEPT_OPTIONS.episode}, ${IEPT_OPTIONS.auxiliary} and ${IEPT_OPTIONS.integrated}, as published for a conv-4. Where the published code
differs from the equations (averaged logits, a ReLU before naming, ten heads) the equations were followed, but for
d² of the four views side by side, which is divided by four to keep its scale.

- Characters: views are quarter turns. conv-4 of ${ieptCharacters.encoder.filters.join(', ')} filters, ${ieptCharacters.ways} ways, ${ieptCharacters.shots} support and ${ieptCharacters.queries} queries, ${ieptCharacters.steps} episodes.
- Ships: as heard; farther away (3 dB an octave less above 1 kHz); under a Lloyd mirror of a delay drawn between 0.2 and
  5 ms; with an octave lost in the noise (\`training/ships/ship-pretexts.ts\`). Turning a spectrogram exchanges time for
  frequency; a steady sound reversed or cut up tells nothing; a shift in frequency makes another ship of it. Classes
  are vessels: ${ieptShips.ways} ways, ${ieptShips.shots} support and ${ieptShips.queries} queries, ${ieptShips.steps} episodes; asked is big or small, as below.

A prototypical network sees one view of each example; a second one has four times the episodes, which is as many forward
passes as IEPT. "Every view an episode" is the auxiliary loss alone, answered by the mean of the views' distances: what
four views give without any pretext task or attention. Nearest prototype, accuracy in percent, 95 % over
characters or vessels. Published errors in the one-shot runs after one minimal set: prototypical network about 30 %,
plain convnet about 23; a modified Hausdorff distance, which learns nothing, 38.8.

${iept.characters.map((one, set) => `### Characters, learnt from minimal set ${set + 1}\n\n${section(one, true)}`).join('\n\n')}

${iept.ships.map((one) => `### Ships, big or small\n\n${section(one, false)}`).join('\n\n')}

### What would change it

- More episodes: the published figures (+1 to +4 points over a prototypical network) stand on two hundred epochs after
  pretraining on the base classes; here a training of all terms took ${secondsOf(iept)} s of one core.
- For ships, views that the network does not know already by its augmentation (tilt and ripple are drawn anew for every
  example, which blurs "farther away").
`;
}

function secondsOf({ characters, ships }: Results['iept']): string {
  return [...characters, ...ships]
    .map(({ secondsByVariant }) => secondsByVariant['+ auxiliary: IEPT'])
    .join(', ');
}

function section(one: IeptFindings, characters: boolean): string {
  const shots = Object.keys(one.readings[0]!.byShots);
  const rows = one.readings.map(({ variant, reading, byShots, seeds, runsError }) => [
    variant,
    reading,
    ...shots.map((k) => scored(byShots[k]!)),
    seeds.map(percent).join(' '),
    ...(characters ? [percent(runsError!)] : []),
  ]);
  const heads = ['trained as', 'read by', ...shots.map((k) => `k = ${k}`), `seeds at k = ${shots[0]}`];
  const differences = markdownTable(
    ['points', ...shots.map((k) => `k = ${k}`)],
    [...new Set(one.differences.map(({ title }) => title))].map((title) => [
      title,
      ...shots.map((k) => points(find(one, title, Number(k)))),
    ]),
  );
  return `Seeds ${one.seeds.join(', ')}. IEPT names ${percent(one.pretextAccuracy)} % of the views of examples that it never saw (chance: 25).

${markdownTable([...heads, ...(characters ? ['error in the 20 published one-shot runs, 20 ways'] : [])], rows)}

${differences}`;
}

function find({ differences }: IeptFindings, title: string, shots: number) {
  return differences.find((one) => one.title === title && one.shots === shots)!;
}

function answerOf({ characters, ships }: Results['iept']): string {
  if (characters.length === 0 && ships.length === 0) return 'Not made.';
  const told = [
    ...characters.map((one, set) => ({ where: `On characters of set ${set + 1}`, one })),
    ...ships.map((one) => ({ where: 'On ships', one })),
  ].map(({ where, one }) => {
    const at = (title: string) => points(find(one, title, 1));
    return `${where}, at one example, IEPT lies ${at('IEPT, less a prototypical network')} points beside a prototypical network, ${at('IEPT, less a prototypical network of as many forward passes')} beside one of as many forward passes, and ${at(ADDED)} beside plain averaging of the views.`;
  });
  return `${told.join(' ')} ${creditOf([...characters, ...ships])}`;
}

/** Whose the gain is, where all that was asked say the same. */
function creditOf(all: readonly IeptFindings[]): string {
  const directions = new Set(all.map((one) => direction(find(one, ADDED, 1))));
  if (directions.size > 1) return 'What it adds to plain averaging differs from one to the other.';
  return {
    above: 'So its tasks and attention add to what the views alone give.',
    below: 'So its tasks and attention take from what the views alone give.',
    neither:
      'So what it gains is what seeing four views gives; its tasks and attention add nothing that can be told.',
  }[[...directions][0]!];
}
