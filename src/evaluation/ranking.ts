import type { Size } from '../prototypes/assessment.js';
import { Random } from '../simulator/random.js';
import { areaUnderCurve } from './demon-area.js';
import { FEWEST_VESSELS, vesselsOf } from './vessel-bootstrap.js';

const RESAMPLES = 1000;

/** How well probabilities rank recordings, whatever the thresholds. */
export interface Ranking {
  /** Big against small among ships, by big over big or small. */
  size: RankedArea;
  /** Ship against none, by the probability of a ship. */
  presence: RankedArea;
}

export interface RankedArea {
  /** Area under the receiver operating curve; null where a side is missing. */
  auc: number | null;
  /** 95 %, bootstrapped over vessels; null where a side has too few. */
  interval: [number, number] | null;
}

/** A recording that is big, small or none, with what was said of it. */
export interface RankedRecording {
  recordingId: string;
  vessel: string;
  size: Size;
  probability: Record<Size, number>;
}

/** Ranks recordings by size and by presence. The same recordings always give the same intervals. */
export function rankingOf(recordings: readonly RankedRecording[]): Ranking {
  const groups = (...sizes: Size[]) =>
    sizes.flatMap((size) => vesselsOf(recordings.filter((one) => one.size === size)));
  return {
    size: areaOf(groups('big'), groups('small'), ({ big, small }) =>
      big + small > 0 ? big / (big + small) : 0.5,
    ),
    presence: areaOf(groups('big', 'small'), groups('none'), ({ none }) => 1 - none),
  };
}

/** Each side is given as the recordings of its vessels, which stay together in the resamples. */
function areaOf(
  positives: readonly RankedRecording[][],
  negatives: readonly RankedRecording[][],
  scoreOf: (probability: RankedRecording['probability']) => number,
): RankedArea {
  const scores = (vessels: readonly RankedRecording[][]) =>
    vessels.map((own) => own.map(({ probability }) => scoreOf(probability)));
  const [above, below] = [scores(positives), scores(negatives)];
  const auc = areaUnderCurve(above.flat(), below.flat());
  if (Math.min(above.length, below.length) < FEWEST_VESSELS) return { auc, interval: null };
  const random = new Random('ranking bootstrap');
  const resample = (vessels: readonly number[][]) => vessels.flatMap(() => random.choice(vessels));
  const areas = Float64Array.from(
    { length: RESAMPLES },
    () => areaUnderCurve(resample(above), resample(below)) as number,
  ).sort();
  return { auc, interval: [areas[Math.floor(0.025 * RESAMPLES)], areas[Math.ceil(0.975 * RESAMPLES) - 1]] };
}
