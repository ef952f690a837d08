import type { Verdict } from '../decision/verdict.js';
import type { Answer } from './outcome.js';
import { outcomesOf, type Score, scoreOf } from './summary.js';

/** Scores of the ships in one range of a condition, beside all empty seas. */
export interface ConditionBin {
  /** null: without end. */
  from: number | null;
  until: number | null;
  verdict: Score;
  /** null where the baseline was not asked. */
  baseline: Score | null;
}

const SNR_EDGES_DB = [0, 5, 10, 15, 20];
const RANGE_EDGES_M = [100, 300, 1000, 3000];

/** By SNR in steps of 5 dB; empty where the index tells none. */
export function scoreBySnr(answers: readonly Answer[]): ConditionBin[] {
  return scoreBy(answers, SNR_EDGES_DB, ({ snrDb }) => snrDb);
}

/** By range, m; empty where the index tells none. */
export function scoreByRange(answers: readonly Answer[]): ConditionBin[] {
  return scoreBy(answers, RANGE_EDGES_M, ({ rangeM }) => rangeM);
}

/** Ranges without a ship are left out. */
function scoreBy(
  answers: readonly Answer[],
  edges: readonly number[],
  conditionOf: (recording: Answer['recording']) => number | undefined,
): ConditionBin[] {
  return [null, ...edges].flatMap((from, i) => {
    const until = edges[i] ?? null;
    const ships = answers.filter(({ recording }) => {
      const value = conditionOf(recording);
      return (
        value !== undefined &&
        isShip(recording) &&
        value >= (from ?? -Infinity) &&
        value < (until ?? Infinity)
      );
    });
    if (ships.length === 0) return [];
    const beside = [...ships, ...answers.filter(({ recording }) => recording.size === 'none')];
    const score = (say: (one: Answer) => Verdict) => scoreOf(outcomesOf(beside, say));
    const withBaseline = beside.every(({ baseline }) => baseline);
    return [
      {
        from,
        until,
        verdict: score(({ verdict }) => verdict),
        baseline: withBaseline ? score(({ baseline }) => baseline!) : null,
      },
    ];
  });
}

function isShip({ size }: Answer['recording']): boolean {
  return size === 'big' || size === 'small';
}
