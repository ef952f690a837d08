import type { ShaftModel } from '../features/shaft-posterior.js';

/** Writes the source of `features/shaft-weights.ts` for a fitted model; `origin` says what it was fitted on. */
export function shaftWeightsSource(model: ShaftModel, origin: string): string {
  const terms = model.map(
    ({ feature, mean, deviation, weight }) =>
      `  { feature: '${feature}', mean: ${round(mean)}, deviation: ${round(deviation)}, weight: ${round(weight)} },`,
  );
  return [
    "import type { ShaftModel } from './shaft-posterior.js';",
    '',
    '/**',
    ' * Weights of the shaft picker; written by `hullprint evaluate-demon SPECTRA.jsonl --write-weights FILE`.',
    ` * ${origin}`,
    ' */',
    'export const SHAFT_MODEL: ShaftModel = [',
    ...terms,
    '];',
    '',
  ].join('\n');
}

function round(value: number): number {
  return Number(value.toPrecision(5));
}
