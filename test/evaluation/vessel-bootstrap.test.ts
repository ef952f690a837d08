import { expect, test } from 'vitest';
import type { ScoredOutcome } from '../../src/evaluation/outcome.js';
import { balancedAccuracy, countBySize } from '../../src/evaluation/scores.js';
import { FEWEST_VESSELS, vesselBootstrapInterval, vesselsOf } from '../../src/evaluation/vessel-bootstrap.js';
import { Random } from '../../src/simulator/random.js';

function outcome(size: 'big' | 'small' | 'none', vessel: string, right: boolean, id = vessel): ScoredOutcome {
  return { recordingId: id, source: 'site', vessel, size, verdict: right ? size : 'unknown' };
}

test('unknown is not right, and every size weighs the same', () => {
  const outcomes = [
    ...[1, 2, 3, 4].map((n) => outcome('big', `b${n}`, n > 1)),
    outcome('none', 'none', true, 'r1'),
  ];
  expect(countBySize(outcomes)[0]).toEqual({ size: 'big', recordings: 4, right: 3, unknown: 1, wrong: 0 });
  expect(balancedAccuracy(outcomes)).toBeCloseTo((0.75 + 1) / 2, 12);
});

test('all recordings of a vessel stay together, and recordings without a ship stand alone', () => {
  const groups = vesselsOf([
    outcome('big', 'A', true, 'r1'),
    outcome('big', 'B', true, 'r2'),
    outcome('big', 'A', false, 'r3'),
    outcome('none', 'none', true, 'r4'),
    outcome('none', 'none', true, 'r5'),
  ]);
  expect(groups.map((group) => group.map(({ recordingId }) => recordingId))).toEqual([
    ['r1', 'r3'],
    ['r2'],
    ['r4'],
    ['r5'],
  ]);
});

test('no interval where a size has too few vessels, however many recordings they have', () => {
  const few = Array.from({ length: 40 }, (_, i) =>
    outcome('big', `V${i % (FEWEST_VESSELS - 1)}`, i % 3 > 0, `r${i}`),
  );
  expect(vesselBootstrapInterval(few)).toBeNull();
});

test('the interval holds the truth about as often as it says, where a vessel’s passages are alike', () => {
  const random = new Random('coverage');
  let holds = 0;
  const trials = 60;
  for (let trial = 0; trial < trials; trial++) {
    const outcomes = Array.from({ length: 40 }, (_, vessel) => random.uniform() < 0.7 && vessel >= 0).flatMap(
      (right, vessel) => [0, 1, 2].map((cut) => outcome('big', `V${vessel}`, right, `r${vessel}-${cut}`)),
    );
    const [low, high] = vesselBootstrapInterval(outcomes)!;
    if (low <= 0.7 && 0.7 <= high) holds++;
  }
  // Taking the 120 recordings as independent would hold it in about 74 % of trials.
  expect(holds / trials).toBeGreaterThan(0.85);
});
