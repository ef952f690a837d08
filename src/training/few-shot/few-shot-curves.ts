import { drawCurves } from '../training-curves.js';
import type { Measurement } from './checkpoint.js';
import type { FewShotOptions } from './training-options.js';

/**
 * Draws training loss and error on the validation classes (of one shot, or of naming the kind where kinds are learnt)
 * over episodes. Gives a PNG.
 */
export function fewShotCurves(history: readonly Measurement[], options: FewShotOptions): Buffer {
  const { objective, ways, shots, seed, episodes } = options;
  const errors = history.flatMap(({ episode, validationError }) =>
    validationError === null ? [] : [{ at: episode, value: 100 * validationError }],
  );
  const title = errors.length > 0 ? 'Validation classes' : 'Validation classes: none were held out';
  return drawCurves(
    {
      title: `${objective}, at most ${ways} ways, ${shots} shots, seed ${seed}`,
      unit: 'Episodes',
      length: episodes,
    },
    [
      {
        title: 'Training',
        unit: 'Loss',
        points: history.map(({ episode, loss }) => ({ at: episode, value: loss })),
      },
      { title, unit: 'Validation error, %', points: errors },
    ],
  );
}
