import type { LabelledRecording } from '../datasets/labelled-recording.js';
import type { EvaluatedRecording } from './evaluate.js';
import { outcomesOf, type Score, scoreOf } from './summary.js';

/** Scores of the ships in one range of a condition, beside all empty seas. */
export interface ConditionBin {
  /** null: without end. */
  from: number | null;
  until: number | null;
  verdict: Score;
  baseline: Score;
}

const SNR_EDGES_DB = [0, 5, 10, 15, 20];
const RANGE_EDGES_M = [100, 300, 1000, 3000];

/** By SNR in steps of 5 dB; empty where the index tells none. */
export function scoreBySnr(evaluated: readonly EvaluatedRecording[]): ConditionBin[] {
  return scoreBy(evaluated, SNR_EDGES_DB, ({ snrDb }) => snrDb);
}

/** By range, m; empty where the index tells none. */
export function scoreByRange(evaluated: readonly EvaluatedRecording[]): ConditionBin[] {
  return scoreBy(evaluated, RANGE_EDGES_M, ({ rangeM }) => rangeM);
}

/** Ranges without a ship are left out. */
function scoreBy(
  evaluated: readonly EvaluatedRecording[],
  edges: readonly number[],
  conditionOf: (recording: LabelledRecording) => number | undefined,
): ConditionBin[] {
  return [null, ...edges].flatMap((from, i) => {
    const until = edges[i] ?? null;
    const ships = evaluated.filter(({ recording }) => {
      const value = conditionOf(recording);
      return (
        value !== undefined &&
        isShip(recording) &&
        value >= (from ?? -Infinity) &&
        value < (until ?? Infinity)
      );
    });
    if (ships.length === 0) return [];
    const beside = [...ships, ...evaluated.filter(({ recording }) => recording.size === 'none')];
    const score = (answer: 'verdict' | 'baseline') => scoreOf(outcomesOf(beside, (one) => one[answer]));
    return [{ from, until, verdict: score('verdict'), baseline: score('baseline') }];
  });
}

function isShip({ size }: LabelledRecording): boolean {
  return size === 'big' || size === 'small';
}
