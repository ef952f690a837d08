import { measureShaft, pickShaft } from '../features/shaft.js';
import { FEATURE_COUNT, SHAFT_CANDIDATES } from '../features/shaft-candidates.js';
import type { ShaftModel } from '../features/shaft-posterior.js';
import { fitShaft, type LabelledCandidates } from '../training/shaft-fit.js';
import { LABEL_OFFSET_HZ } from '../training/shaft-objective.js';
import type { DemonSpectrumRow } from './demon-spectra.js';

/** A row with the candidates that the daemon's picker measures on it. */
export interface MeasuredRow extends DemonSpectrumRow {
  /** `[FEATURE_COUNT, SHAFT_CANDIDATES]`; null where the spectrum holds nothing to measure. */
  candidates: Float64Array | null;
}

/** What the picker said of a row; a null rate is a spectrum without a signal. */
export interface Pick {
  shaftHz: number | null;
  bladeCount: number | null;
  trust: number;
}

/** Measures each row as the daemon does. */
export function measureRows(rows: readonly DemonSpectrumRow[]): MeasuredRow[] {
  return rows.map((row) => {
    const candidates = new Float64Array(FEATURE_COUNT * SHAFT_CANDIDATES);
    return { ...row, candidates: measureShaft(row, candidates) ? candidates : null };
  });
}

/** Fits the picker's weights on the rows labelled clear. */
export function fitOnClearRows(rows: readonly MeasuredRow[]): ShaftModel {
  const examples: LabelledCandidates[] = [];
  for (const { clear, shaftHz, bladeCount, candidates } of rows) {
    if (clear && shaftHz !== null && candidates) {
      examples.push({ features: candidates, label: { shaftHz, bladeCount } });
    }
  }
  return fitShaft(examples);
}

/** What the daemon's picker says of a row, its rate moved to where the labels are. */
export function pick(row: MeasuredRow, model: ShaftModel): Pick {
  if (!row.candidates) return { shaftHz: null, bladeCount: null, trust: 0 };
  const { shaftHz, bladeCount, trust } = pickShaft(row.candidates, model);
  return { shaftHz: shaftHz - LABEL_OFFSET_HZ, bladeCount, trust };
}
