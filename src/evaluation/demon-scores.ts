import { areaUnderCurve } from './demon-area.js';
import type { Pick } from './demon-picks.js';
import type { DemonSpectrumRow } from './demon-spectra.js';

/** A row with its label, what was picked, and whether that is right; null where the label says nothing. */
export interface JudgedRow {
  id: string;
  vessel: string;
  cls: string;
  clear: boolean;
  labelShaftHz: number | null;
  labelBladeCount: number | null;
  shaftHz: number | null;
  bladeCount: number | null;
  trust: number;
  shaftWithin3Percent: boolean | null;
  shaftWithin5Percent: boolean | null;
  bladeCountRight: boolean | null;
}

/** Lays a pick beside the row's label. */
export function judge(row: DemonSpectrumRow, { shaftHz, bladeCount, trust }: Pick): JudgedRow {
  const { id, vessel, cls, clear, shaftHz: labelShaftHz, bladeCount: labelBladeCount } = row;
  const error =
    labelShaftHz === null ? null : Math.abs((shaftHz ?? Number.POSITIVE_INFINITY) / labelShaftHz - 1);
  return {
    id,
    vessel,
    cls,
    clear,
    labelShaftHz,
    labelBladeCount,
    shaftHz,
    bladeCount,
    trust,
    shaftWithin3Percent: error === null ? null : error <= 0.03,
    shaftWithin5Percent: error === null ? null : error <= 0.05,
    bladeCountRight: labelBladeCount === null ? null : bladeCount === labelBladeCount,
  };
}

/** Each score takes judged rows and gives a share or an area, null where no row says anything about it. */
export const shaftScores = {
  /** Share of the clear rows whose rate is within 3 % of the label. */
  shaftWithin3Percent: (rows) => share(clearRows(rows).map((row) => row.shaftWithin3Percent)),
  shaftWithin5Percent: (rows) => share(clearRows(rows).map((row) => row.shaftWithin5Percent)),
  /** The same among the 80 % of the clear rows that are trusted most. */
  within3OfMostTrusted80Percent: (rows) =>
    share(mostTrusted(clearRows(rows)).map((row) => row.shaftWithin3Percent)),
  /** Share of the clear rows with a labelled blade count whose count is right. */
  bladeCountAccuracy: (rows) => share(clearRows(rows).map((row) => row.bladeCountRight)),
  /** How well trust parts clear rows from unclear ones. */
  trustAuc: (rows) =>
    areaUnderCurve(
      clearRows(rows).map(({ trust }) => trust),
      rows.filter(({ clear }) => !clear).map(({ trust }) => trust),
    ),
} satisfies Record<string, (rows: readonly JudgedRow[]) => number | null>;

function clearRows(rows: readonly JudgedRow[]): JudgedRow[] {
  return rows.filter(({ clear }) => clear);
}

function mostTrusted(rows: readonly JudgedRow[]): JudgedRow[] {
  return [...rows].sort((a, b) => b.trust - a.trust).slice(0, Math.round(0.8 * rows.length));
}

/** The share of true among what is known. */
function share(answers: readonly (boolean | null)[]): number | null {
  const known = answers.filter((answer) => answer !== null);
  return known.length === 0 ? null : known.filter(Boolean).length / known.length;
}
