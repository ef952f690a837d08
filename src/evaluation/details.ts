import type { Verdict } from '../decision/verdict.js';
import type { Size } from '../prototypes/assessment.js';
import { type Calibration, calibrationOf } from './calibration.js';
import { type ConditionBin, scoreByRange, scoreBySnr } from './conditions.js';
import type { Answer, ScoredOutcome } from './outcome.js';
import { type ClassCount, countBySize, SIZES } from './scores.js';
import { outcomesOf } from './summary.js';

/** What a report shows beyond the scores. */
export interface EvaluationDetails {
  /** Recordings of each size that occurs by what was said, with the unknown zone. */
  confusion: { size: Size; said: Record<Verdict['size'], number> }[];
  /** Of the forced answers. */
  calibration: Calibration;
  bySnr: ConditionBin[];
  byRange: ConditionBin[];
  byVessel: VesselCount[];
}

/** What was said of one ship, or of all recordings without one, whose vessel is null. */
export type VesselCount = ClassCount & { vessel: string | null };

/** Works out what a report shows of the recordings that are big, small or none. */
export function detailsOf(answers: readonly Answer[]): EvaluationDetails {
  const of = (size: Size) => answers.filter(({ recording }) => recording.size === size);
  const forcedAnswers = SIZES.flatMap((size) =>
    of(size).map(({ forced }) => ({ confidence: forced.confidence, right: forced.size === size })),
  );
  return {
    confusion: SIZES.map((size) => {
      const said = { big: 0, small: 0, none: 0, unknown: 0 };
      for (const { verdict } of of(size)) said[verdict.size]++;
      return { size, said };
    }).filter(({ size }) => of(size).length > 0),
    calibration: calibrationOf(forcedAnswers),
    bySnr: scoreBySnr(answers),
    byRange: scoreByRange(answers),
    byVessel: countByVessel(answers),
  };
}

/** In the order in which the vessels occur. */
function countByVessel(answers: readonly Answer[]): VesselCount[] {
  const outcomes = outcomesOf(answers, ({ verdict }) => verdict);
  const vessels = new Map<string | null, ScoredOutcome[]>();
  for (const outcome of outcomes) {
    const vessel = outcome.size === 'none' ? null : outcome.vessel;
    const known = vessels.get(vessel);
    if (known) known.push(outcome);
    else vessels.set(vessel, [outcome]);
  }
  return [...vessels].flatMap(([vessel, own]) => countBySize(own).map((count) => ({ vessel, ...count })));
}
