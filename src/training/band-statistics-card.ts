import type { ManifestDraft } from '../embedding/manifest.js';
import type { BandStatisticsModel } from './band-statistics-fit.js';

/** Gives MODEL_CARD.md: what the model is, what it was fitted on, what it reaches and where it fails. */
export function modelCard(
  { encoder, heads, calibration }: BandStatisticsModel,
  command: string,
  scores: ManifestDraft['scores'],
  knowsRecorders: boolean,
): string {
  const { leastProbability, farthestDistance } = calibration.unknownZone;
  const rows = scores.map(({ on, measure, value, of, interval }) => {
    const figure = of === undefined ? value.toFixed(2) : `${value} of ${of}`;
    const range = interval ? ` (${interval.map((end) => end.toFixed(2)).join('–')})` : '';
    return `| ${on} | ${measure} | ${figure}${range} |`;
  });
  const tiers = encoder.tiers.map(
    ({ name }, i) =>
      `- \`${name}\`: from ${encoder.leastBandwidthHz[i]} Hz of bandwidth; presence reads ` +
      `${heads.tiers[i].presence.inputs.length} statistics, size ${heads.tiers[i].size.inputs.length}.`,
  );
  return `# band-statistics

The plain baseline that any network has to beat: statistics of decidecade levels, amplitude modulation (DEMON)
and steadiness over 5 s, one head for presence (ship or none) and one for size (small or big), each a logistic
regression averaged with boosted trees. Runs in plain TypeScript.

## Fitted on
Simulated passages alone (\`${command}\`): no real recording was used to fit, to calibrate or to choose the seed.
Levels lose their common level, keep their slope, and are heard through recorders of random tilt and ripple.
One figure of the simulator comes from the sea: ships are drawn 3 dB a decade flatter than JOMOPANS-ECHO has them,
because an estimate without labels found that of DeepShip's and ShipsEar's, which are also among the test recordings.

## Tiers of bandwidth
${tiers.join('\n')}

The tier follows from the sample rate, or from top bands that a filter has emptied.

## Unknown
The answer is \`unknown\` when the likeliest of big, small and none has a mean probability under
${leastProbability}, or when the nearest prototype is more than ${farthestDistance} (root mean square of whitened
coordinates) away. Both were set on simulated windows: an unknown is taken to cost ${(1 - leastProbability).toFixed(2)} of a wrong answer,
and one simulated window in a thousand lies farther out.

${knowsRecorders ? RECORDERS : ''}## Scores
| on | what | value |
|---|---|---|
${rows.join('\n')}

\`hullprint evaluate INDEX.csv\` gives the like for recordings of yours, beside a plain baseline.

## Where it fails
- A recorder whose response rises or falls over frequency moves the border between big and small: the ranking
  stands, the threshold does not.${knowsRecorders ? ' Until its site has been heard long enough, nothing mends that.' : ''}
- A ship with a flat spectrum and weak modulation looks like a small craft or is left unknown.
- Knocks and transients inside a passage look like natural noise; steady heavy rain can look like a planing craft,
  and a chorus of humming fish like a big ship.
- \`medium\` vessels (50–100 m) are neither big nor small to it.
`;
}

const RECORDERS = `## The site's recorder
\`recorder-prior.json\` tells what seas and passages look like through a recorder without tilt, from simulated sites
alone. From it a node estimates the tilt of its own recorder without labels, and takes it off before the verdict
(docs/SITE.md). Encoder, heads and prototypes do not depend on it.

`;
