import { defineConfig } from 'vitest/config';

/**
 * Models fitted and scored, and other pure arithmetic held against formulas: every Node computes it alike, and it
 * takes longer than all the rest, so one Node does it. What must be the same to the bit is in `unit`, on every Node.
 */
const arithmetic = [
  'test/bench/**/*.test.ts',
  'test/commands/{evaluate-demon,train-leaf}.test.ts',
  'test/decision/**/*.test.ts',
  'test/enrollment/fingerprint.test.ts',
  'test/evaluation/**/*.test.ts',
  'test/features/**/*.test.ts',
  'test/history/drift.test.ts',
  'test/signal/**/*.test.ts',
  'test/simulator/shaft-study.test.ts',
  'test/site/**/*.test.ts',
  'test/training/**/*.test.ts',
];

const arm64 = ['test/system/package-arm64.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/system/**', ...arithmetic],
          testTimeout: 60_000,
        },
      },
      // It has what time the system tests leave it.
      { test: { name: 'arithmetic', include: arithmetic, testTimeout: 480_000, hookTimeout: 480_000 } },
      {
        test: {
          // An emulated machine is slow and needs one core and nothing else: it runs beside the arithmetic.
          name: 'arm64',
          include: arm64,
          globalSetup: ['test/system/fixtures/build.ts'],
          testTimeout: 900_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          exclude: arm64,
          globalSetup: ['test/system/fixtures/build.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          // Most of them wait for real time: two files at once keep two cores half busy.
          maxWorkers: 2,
        },
      },
    ],
  },
});
