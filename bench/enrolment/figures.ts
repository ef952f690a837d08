import { calibrationOf } from '../../src/evaluation/calibration.js';
import { Random } from '../../src/simulator/random.js';
import type { Trial } from './trials.js';

const RESAMPLES = 2000;

export const HEADINGS = [
  ...[
    '5-way',
    'AUROC, others',
    'AUROC, sea',
    'recognised',
    'others named',
    'sea named',
    'ECE',
    'foretold/came',
  ],
];

/** Means over the vessels with 95 % intervals, bootstrapped over them; over the episodes for the choice of five. */
export function figures(trials: readonly Trial[], ways: readonly number[]): string[] {
  const keys = ['otherAuc', 'seaAuc', 'recognised', 'othersNamed', 'seaNamed'] as const;
  const error = calibrationOf(trials.flatMap(({ named }) => named)).expectedError;
  return [
    withInterval(ways),
    ...keys.map((key) => withInterval(trials.map((trial) => trial[key]))),
    error === null ? '–' : error.toFixed(2),
    `${sumOf(trials, 'foretold')}/${sumOf(trials, 'came')}`,
  ];
}

/** Confidence of what is named against the share that is right, by tenths: one line each. */
export function reliability(trials: readonly Trial[]): string[] {
  return calibrationOf(trials.flatMap(({ named }) => named)).bins.map(
    ({ from, until, recordings, meanConfidence, shareRight }) => {
      const bar = '█'.repeat(Math.round(20 * shareRight));
      return `  ${from.toFixed(1)}–${until.toFixed(1)}  says ${meanConfidence.toFixed(2)}, right ${shareRight.toFixed(2)} of ${recordings}  ${bar}`;
    },
  );
}

function withInterval(figures: readonly number[]): string {
  const random = new Random('enrolment bootstrap');
  const means = Float64Array.from({ length: RESAMPLES }, () =>
    meanOf(figures.map(() => random.choice(figures))),
  ).sort();
  const [low, high] = [means[Math.floor(0.025 * RESAMPLES)]!, means[Math.ceil(0.975 * RESAMPLES) - 1]!];
  return `${meanOf(figures).toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

const sumOf = (trials: readonly Trial[], key: 'foretold' | 'came') =>
  trials.reduce((sum, trial) => sum + trial[key], 0);

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
