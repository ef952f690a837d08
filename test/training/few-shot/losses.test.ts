import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Objective } from '../../../src/training/few-shot/objective.js';
import { prototypicalObjective } from '../../../src/training/few-shot/prototypical.js';
import { contrastiveObjective, siameseObjective } from '../../../src/training/few-shot/siamese.js';
import { expectGradients } from './numeric-gradient.js';

beforeAll(() => tf.setBackend('cpu'));

/** Two classes of two examples on a line: 0 and 1, 3 and 3. Squared distances: within 1 and 0, between 9, 9, 4 and 4. */
const PAIRS = [
  [[0], [1]],
  [[3], [3]],
];

async function lossOf(objective: Objective, embeddings: number[][][]): Promise<number> {
  const [loss] = await objective.loss(tf.tensor3d(embeddings), []).data();
  return loss!;
}

describe('prototypical loss', () => {
  test('is the cross-entropy of softmax(-d²) to the prototypes', async () => {
    // Supports 0 and 3, queries 1 and 2: each is at 1 from its own and at 4 from the other, ln(1 + e^-3).
    expect(
      await lossOf(prototypicalObjective(1), [
        [[0], [1]],
        [[3], [2]],
      ]),
    ).toBeCloseTo(0.0485874, 6);
  });

  test('takes the mean of the support as prototype, and the mean over all queries', async () => {
    // Prototypes (0, 0) and (2, 0); queries (1, 5), as far from both (ln 2), and (2, 1), 5 from the other and 1
    // from its own (ln(1 + e^-4)).
    const embeddings = [
      [
        [-1, 1],
        [1, -1],
        [1, 5],
      ],
      [
        [1, 0],
        [3, 0],
        [2, 1],
      ],
    ];
    expect(await lossOf(prototypicalObjective(2), embeddings)).toBeCloseTo((Math.LN2 + 0.0181499) / 2, 6);
  });
});

describe('Siamese loss', () => {
  test('is the cross-entropy of sigma(b - a d²), pairs of one class and of two with equal weight', async () => {
    // a = 0.3 and b = 3: same (softplus(-2.7) + softplus(-3)) / 2, other (softplus(0.3) + softplus(1.8)) / 2.
    const same = (0.0650439 + 0.0485874) / 2;
    const other = (0.8543552 + 1.9529777) / 2;
    expect(await lossOf(siameseObjective(), PAIRS)).toBeCloseTo((same + other) / 2, 5);
  });

  test('contrastive: d² within a class, max(0, margin - d)² between classes', async () => {
    // Margin 2.5: within (1 + 0) / 2; between (0 + 0 + 0.25 + 0.25) / 4.
    expect(await lossOf(contrastiveObjective(2.5), PAIRS)).toBeCloseTo((0.5 + 0.125) / 2, 6);
  });
});

const objectives = {
  prototypical: prototypicalObjective,
  siamese: siameseObjective,
  contrastive: () => contrastiveObjective(1.7),
};

for (const [name, make] of Object.entries(objectives)) {
  test(`the gradient of the ${name} loss is its slope, by central differences`, async () => {
    const objective = make(1);
    const embeddings = tf.variable(tf.randomUniform<tf.Rank.R3>([3, 3, 2], -1, 1, 'float32', 7));
    await expectGradients(() => objective.loss(embeddings, []), [embeddings, ...objective.variables]);
  });
}
