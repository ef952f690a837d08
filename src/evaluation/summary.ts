import type { Verdict } from '../decision/verdict.js';
import type { EvaluatedRecording } from './evaluate.js';
import { type Answer, isScored, type Outcome, type ScoredOutcome } from './outcome.js';
import { type Ranking, rankingOf } from './ranking.js';
import { balancedAccuracy, type ClassCount, countBySize } from './scores.js';
import { vesselBootstrapInterval, vesselsOf } from './vessel-bootstrap.js';

/** How one way of answering does on the scored recordings. */
export interface Score {
  classes: (ClassCount & { vessels: number })[];
  balancedAccuracy: number | null;
  /** 95 %, bootstrapped over vessels; null where a class has too few. */
  interval: [number, number] | null;
  right: number;
  unknown: number;
  wrong: number;
}

export interface EvaluationSummary {
  recordings: number;
  scored: number;
  /** The verdicts of the daemon, with its unknown zone. */
  verdict: Score;
  /** The same without an unknown zone. */
  forced: Score;
  /** Mean and spread of log band levels with the same heads, forced. */
  baseline: Score;
  /** Without thresholds. */
  ranking: { model: Ranking; baseline: Ranking };
  /** `verdict` within each source: no comparison across recorders. */
  sources: { source: string; classes: ClassCount[] }[];
}

/** Counts what was said of the recordings that are big, small or none. */
export function summarise(evaluated: readonly EvaluatedRecording[]): EvaluationSummary {
  const verdicts = outcomesOf(evaluated, ({ verdict }) => verdict);
  const sources = [...new Set(verdicts.map(({ source }) => source))];
  return {
    recordings: evaluated.length,
    scored: verdicts.length,
    verdict: scoreOf(verdicts),
    forced: scoreOf(outcomesOf(evaluated, ({ forced }) => forced)),
    baseline: scoreOf(outcomesOf(evaluated, ({ baseline }) => baseline)),
    ranking: {
      model: rankingOf(rankedBy(evaluated, ({ probability }) => probability)),
      baseline: rankingOf(rankedBy(evaluated, ({ baselineProbability }) => baselineProbability)),
    },
    sources: sources.map((source) => ({
      source,
      classes: countBySize(verdicts.filter((outcome) => outcome.source === source)),
    })),
  };
}

function rankedBy(
  evaluated: readonly EvaluatedRecording[],
  probabilityOf: (recording: EvaluatedRecording) => EvaluatedRecording['probability'],
) {
  return evaluated.flatMap((one) => {
    const probability = probabilityOf(one);
    const { recordingId, vessel, size } = one.recording;
    return probability && size !== 'medium' && size !== 'unlabelled'
      ? [{ recordingId, vessel, size, probability }]
      : [];
  });
}

/** What was said of the recordings that are scored. */
export function outcomesOf<T extends Pick<Answer, 'recording'>>(
  answers: readonly T[],
  say: (answer: T) => Verdict,
): ScoredOutcome[] {
  return answers
    .map(
      (one): Outcome => ({
        recordingId: one.recording.recordingId,
        source: one.recording.source,
        vessel: one.recording.vessel,
        size: one.recording.size,
        verdict: say(one).size,
      }),
    )
    .filter(isScored);
}

/** Counts one way of answering. */
export function scoreOf(outcomes: readonly ScoredOutcome[]): Score {
  const classes = countBySize(outcomes).map((count) => ({
    ...count,
    vessels: vesselsOf(outcomes.filter(({ size }) => size === count.size)).length,
  }));
  const sum = (key: 'right' | 'unknown' | 'wrong') => classes.reduce((total, count) => total + count[key], 0);
  return {
    classes,
    balancedAccuracy: outcomes.length > 0 ? balancedAccuracy(outcomes) : null,
    interval: vesselBootstrapInterval(outcomes),
    right: sum('right'),
    unknown: sum('unknown'),
    wrong: sum('wrong'),
  };
}
