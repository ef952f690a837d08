import type { Verdict } from '../decision/verdict.js';
import type { Size } from '../prototypes/assessment.js';
import { type Calibration, calibrationOf } from './calibration.js';
import { type ConditionBin, scoreByRange, scoreBySnr } from './conditions.js';
import type { EvaluatedRecording } from './evaluate.js';
import { SIZES } from './scores.js';

/** What a report shows beyond the scores. */
export interface EvaluationDetails {
  /** Recordings of each size that occurs by what was said, with the unknown zone. */
  confusion: { size: Size; said: Record<Verdict['size'], number> }[];
  /** Of the forced answers. */
  calibration: Calibration;
  bySnr: ConditionBin[];
  byRange: ConditionBin[];
}

/** Works out what a report shows of the recordings that are big, small or none. */
export function detailsOf(evaluated: readonly EvaluatedRecording[]): EvaluationDetails {
  const of = (size: Size) => evaluated.filter(({ recording }) => recording.size === size);
  const answers = SIZES.flatMap((size) =>
    of(size).map(({ forced }) => ({ confidence: forced.confidence, right: forced.size === size })),
  );
  return {
    confusion: SIZES.map((size) => {
      const said = { big: 0, small: 0, none: 0, unknown: 0 };
      for (const { verdict } of of(size)) said[verdict.size]++;
      return { size, said };
    }).filter(({ size }) => of(size).length > 0),
    calibration: calibrationOf(answers),
    bySnr: scoreBySnr(evaluated),
    byRange: scoreByRange(evaluated),
  };
}
