import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readIndex } from '../../src/datasets/index-file.js';
import { DEFAULT_MODEL } from '../../src/default-model.js';
import { parseChange } from '../../src/evaluation/audio-change.js';
import { evaluateRecordings } from '../../src/evaluation/evaluate.js';
import { loadEvaluatedModel } from '../../src/evaluation/evaluated-model.js';
import { evaluationJson } from '../../src/evaluation/evaluation-json.js';
import { summarise } from '../../src/evaluation/summary.js';

const index = fileURLToPath(new URL('../../../shared/recordings/index.csv', import.meta.url));
const absent = !existsSync(index);
if (absent) console.warn('skipped: the real recordings (../shared/recordings) are not here');

describe.skipIf(absent)('the shipped model on real recordings, of which it has heard none', () => {
  test('gets 21 of 25 big, 4 of 5 small and 33 of 37 none, unknown counted as not right', async () => {
    const recordings = await readIndex(index);
    const model = await loadEvaluatedModel(DEFAULT_MODEL);
    const evaluated = await evaluateRecordings(recordings, model);
    const summary = summarise(evaluated);
    const right = Object.fromEntries(summary.verdict.classes.map((count) => [count.size, count]));
    expect(right).toMatchObject({
      big: { recordings: 25 },
      small: { recordings: 5 },
      none: { recordings: 37 },
    });
    expect(right.big.right).toBeGreaterThanOrEqual(21);
    expect(right.small.right).toBeGreaterThanOrEqual(4);
    expect(right.none.right).toBeGreaterThanOrEqual(33);
    expect(summary.verdict.balancedAccuracy).toBeGreaterThan(summary.baseline.balancedAccuracy!);
    expect(summary.verdict.wrong).toBeLessThanOrEqual(summary.forced.wrong);

    const json = evaluationJson(model, evaluated, summary);
    expect(json.recordings.length).toBe(recordings.length);
    expect(json.recordings[0]).toEqual(
      expect.objectContaining({ path: recordings[0].paths[0], recording_id: recordings[0].recordingId }),
    );
  }, 300_000);

  test.each([
    ['tilt-6', 21],
    ['tilt+6', 21],
    ['highpass100', 18],
    ['noise20', 18],
  ])(
    'through a recorder of %s still gets %d big, 4 of 5 small and 33 of 37 none, having learnt it without labels',
    async (name, leastBig) => {
      const model = await loadEvaluatedModel(DEFAULT_MODEL);
      const evaluated = await evaluateRecordings(await readIndex(index), model, {
        change: parseChange(name),
      });
      const right = Object.fromEntries(
        summarise(evaluated).verdict.classes.map((count) => [count.size, count.right]),
      );
      expect(right.big).toBeGreaterThanOrEqual(leastBig);
      expect(right.small).toBeGreaterThanOrEqual(4);
      expect(right.none).toBeGreaterThanOrEqual(33);
    },
    300_000,
  );
});
