import type { DemonReport } from './demon-evaluation.js';

const LINES: [name: Exclude<keyof DemonReport, 'n'>, text: string][] = [
  ['shaftWithin3Percent', 'shaft rate within 3 %'],
  ['shaftWithin5Percent', 'shaft rate within 5 %'],
  ['within3OfMostTrusted80Percent', 'within 3 %, of the 80 % most trusted'],
  ['bladeCountAccuracy', 'blade count right'],
  ['trustAuc', 'AUC of trust, clear against unclear'],
  ['bigVersusTugAuc', 'AUC of big against tug'],
  ['bigVersusTugAucDurationControlled', '  the same at equal length'],
  ['logDurationAloneAuc', '  length of the recording alone'],
];

/** A table of the scores with their intervals, by class, and the rows that were picked wrong. */
export function demonTable(report: DemonReport): string {
  const sides =
    report.vesselsOnBothSides > 0
      ? `; ${report.vesselsOnBothSides} vessels are in both files, so it flatters`
      : '';
  return [
    `${report.n} clear and ${report.unclearRows.length} unclear spectra, fitted ${report.fitted}${sides}`,
    '',
    ...LINES.map(
      ([name, text]) => `${text.padEnd(38)} ${figure(report[name])}  ${interval(report.intervals[name])}`,
    ),
    '',
    'class            spectra  within 3 %  blades',
    ...classLines(report),
    '',
    'wrong by more than 3 %: id, label, picked, trust',
    ...report.rows
      .filter((row) => !row.shaftWithin3Percent)
      .map(
        (row) =>
          `${row.id.padEnd(10)} ${figure(row.labelShaftHz)} Hz  ${figure(row.shaftHz)} Hz  ${figure(row.trust)}`,
      ),
  ].join('\n');
}

function classLines({ rows }: DemonReport): string[] {
  return [...new Set(rows.map(({ cls }) => cls))].sort().map((cls) => {
    const own = rows.filter((row) => row.cls === cls);
    const counted = own.filter((row) => row.bladeCountRight !== null);
    const within = own.filter((row) => row.shaftWithin3Percent).length / own.length;
    const blades = counted.filter((row) => row.bladeCountRight).length / counted.length;
    return `${cls.padEnd(16)} ${String(own.length).padStart(7)}  ${figure(within).padStart(10)}  ${figure(blades).padStart(6)}`;
  });
}

function figure(value: unknown): string {
  return typeof value === 'number' && Number.isFinite(value) ? value.toFixed(3) : '-';
}

function interval(bounds: [number, number] | null | undefined): string {
  return bounds ? `[${figure(bounds[0])}, ${figure(bounds[1])}]` : '';
}
