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

/** Fits the picker's weights on the rows labelled clear, and on rendered ones, whose truth is not a hand's reading. */
export function fitOnClearRows(
  rows: readonly MeasuredRow[],
  rendered: readonly MeasuredRow[] = [],
): ShaftModel {
  return fitShaft([
    ...rows.flatMap((row) => example(row, 0)),
    ...rendered.flatMap((row) => example(row, LABEL_OFFSET_HZ)),
  ]);
}

function example(
  { clear, shaftHz, bladeCount, candidates }: MeasuredRow,
  aboveLabelHz: number,
): LabelledCandidates[] {
  if (!clear || shaftHz === null || !candidates) return [];
  return [{ features: candidates, label: { shaftHz: shaftHz - aboveLabelHz, bladeCount } }];
}

/** What the daemon's picker says of a row, its rate moved to where the labels are. */
export function pick(row: MeasuredRow, model: ShaftModel): Pick {
  if (!row.candidates) return { shaftHz: null, bladeCount: null, trust: 0 };
  const { shaftHz, bladeCount, trust } = pickShaft(row.candidates, model);
  return { shaftHz: shaftHz - LABEL_OFFSET_HZ, bladeCount, trust };
}
