import type { LeafEpoch } from './leaf-checkpoint.js';
import type { LeafTrainingOptions } from './leaf-options.js';
import { drawCurves } from './training-curves.js';

/** Draws LEAF's training loss and its loss on the validation vessels over epochs. Gives a PNG. */
export function leafCurves(history: readonly LeafEpoch[], options: LeafTrainingOptions): Buffer {
  const { head, filters, seed, epochs } = options;
  const points = (loss: 'trainingLoss' | 'validationLoss') =>
    history.map((epoch) => ({ at: epoch.epoch, value: epoch[loss] }));
  return drawCurves(
    { title: `LEAF, ${filters} filters, ${head} head, seed ${seed}`, unit: 'Epochs', length: epochs },
    [
      { title: 'Training', unit: 'Loss', points: points('trainingLoss') },
      { title: 'Validation vessels', unit: 'Validation loss', points: points('validationLoss') },
    ],
  );
}
