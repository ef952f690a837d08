import type { Verdict } from '../decision/verdict.js';
import { meanOf } from '../prototypes/class-space.js';
import { squaredDistance } from '../signal/squared-distance.js';
import type { Episode } from './few-shot-episodes.js';
import type { FewShotRecording } from './few-shot-recordings.js';
import type { Answer } from './outcome.js';

type Embed = (recording: FewShotRecording) => Float64Array;

/** What is said of each query of each episode, in their order, by the model and where it is asked by the baseline. */
export function answerEpisodes(
  episodes: readonly Episode<FewShotRecording>[],
  withBaseline: boolean,
): Answer[] {
  return episodes.flatMap((episode) => {
    const verdicts = answer(episode, ({ embedding }) => embedding);
    const baselines = withBaseline ? answer(episode, ({ plain }) => plain) : null;
    return episode.map(({ query: { site, ...recording } }, i): Answer => {
      const verdict = verdicts[i];
      return {
        recording: { ...recording, source: site },
        verdict,
        forced: verdict,
        baseline: baselines?.[i] ?? null,
      };
    });
  });
}

/**
 * Answers each query with the size of the nearest prototype, the mean of its support (Snell et al. 2017). The
 * confidence is that size's share of softmax(−d²) over the prototypes.
 */
function answer(episode: Episode<FewShotRecording>, embed: Embed): Verdict[] {
  const prototypes = episode.map(({ query, support }) => ({
    size: query.size,
    centre: meanOf(support.map(embed)),
  }));
  return episode.map(({ query }) => {
    const distances = prototypes.map(({ centre }) => squaredDistance(centre, embed(query)));
    const nearest = Math.min(...distances);
    const total = distances.reduce((sum, distance) => sum + Math.exp(nearest - distance), 0);
    return { size: prototypes[distances.indexOf(nearest)].size, confidence: 1 / total };
  });
}
