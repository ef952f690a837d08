import { defineConfig } from 'vitest/config';

/** Models fitted and scored: sums that every Node computes alike, and a third of the time. */
const fits = [
  'test/evaluation/**/*.test.ts',
  'test/training/**/*.test.ts',
  'test/bench/findings/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/system/**', ...fits],
          testTimeout: 60_000,
        },
      },
      { test: { name: 'fits', include: fits, testTimeout: 60_000 } },
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          globalSetup: ['test/system/fixtures/build.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
