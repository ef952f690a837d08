import type { ManifestDraft } from '../../embedding/manifest.js';
import type { FewShotOptions } from '../few-shot/training-options.js';
import type { ShipProvenance } from './ship-provenance.js';
import type { TrainedShips } from './ship-training.js';

const SIMULATED_ONLY = `- It was taught by the simulator alone. docs/OUTCOMES.md tells, one by one, what it says of real recordings; most of
  those that it misses are big ships, which it takes for small ones or for none.
- Which parts the recipe has was settled after looks at those real recordings: scores on them are no blind test.
`;

/** How recordings were changed for the network alone (`ship-pretexts.ts`). */
const VIEWS = {
  one: ' Each recording was learnt as heard,\nor as from farther away, under a Lloyd mirror, or with an octave lost in the noise.',
  every:
    ' Each episode was learnt four times\nover: as heard, as from farther away, under a Lloyd mirror, and with an octave lost in the noise.',
};

/** Gives MODEL_CARD.md: what the model is, what it learnt from, what it reaches and where it fails. */
export function shipCard(
  { model, history }: TrainedShips,
  { name, command, options, backend, data, split, prior }: ShipProvenance,
  scores: ManifestDraft['scores'],
): string {
  const { leastProbability, farthestDistance } = model.calibration.unknownZone;
  const rows = scores.map(({ on, measure, value, of, interval }) => {
    const figure = of === undefined ? value.toFixed(2) : `${value} of ${of}`;
    const range = interval ? ` (${interval.map((end) => end.toFixed(2)).join('–')})` : '';
    return `| ${on} | ${measure} | ${figure}${range} |`;
  });
  return `# ${name}

A ${options.objective} few-shot network on log spectrogram patches (5 s, 96 bands from 20 Hz to 7.6 kHz), fused with the
statistics of the same window: decidecade levels, steadiness and amplitude modulation (DEMON). Heads, each a logistic
regression averaged with boosted trees, read the network's vector of ${model.fusion.mean.length} numbers beside the statistics: one for size
(small or big), two for presence (ship or none), of which the first reads the statistics alone, and the mean of both
counts. Distances to prototypes are taken in the network's space, whitened by the scatter within big,
small and none.

## Trained on
${data.map((set) => `- ${set.name}: ${set.identity}`).join('\n')}

\`${command}\`, on ${backend}. The network learnt in episodes of at most ${options.ways} vessels with ${options.shots + options.queries} recordings each: which
two are of one vessel, however different the recorders, and which of big, small and none each is.${options.pretexts ? VIEWS[options.pretexts] : ''} ${history.at(-1)!.episode} episodes${stagesOf(options)}. Heads and calibration were fitted on ${split === null ? 'vessels, sites and hydrophones that the network had not met' : 'the vessels of the split in split.json'}.
What the trainer drew, and what it measured, is in \`training.json\`.
${prior ? `It knows recorders from ${prior.sites} simulated sites, so that the daemon can take the tilt of a recorder off (docs/SITE.md).\n` : ''}
## Unknown
The answer is \`unknown\` when the likeliest of big, small and none has a mean probability under
${leastProbability}, or when the nearest prototype is more than ${farthestDistance} (root mean square of whitened
coordinates) away.

## Scores
| on | what | value |
|---|---|---|
${rows.join('\n')}

\`hullprint evaluate INDEX.csv -m ${name}\` gives the like for recordings of yours, beside a plain baseline.

## Where it fails
${split === null ? SIMULATED_ONLY : ''}- A recorder whose response rises or falls over frequency moves the border between big and small, less than it does for
  statistics alone.
- A ship with a flat spectrum and weak modulation looks like a small craft or is left unknown.
- Knocks and transients inside a passage look like natural noise; steady heavy rain can look like a planing craft,
  and a chorus of humming fish like a big ship.
- \`medium\` vessels (50–100 m) are neither big nor small to it.
- It names no vessel. Distances between vessels of one size are not calibrated.
`;
}

function stagesOf({ supervisedEpisodes = 0, warmUpEpisodes }: FewShotOptions): string {
  const stages = [
    [supervisedEpisodes, 'naming big, small and none alone'],
    [warmUpEpisodes, 'two hearings of one recording'],
  ] as const;
  const told = stages.filter(([episodes]) => episodes > 0);
  return told
    .map(([episodes, on], i) => `${i === 0 ? ',\nthe first' : ', the next'} ${episodes} of them on ${on}`)
    .join('');
}
