import type { Random } from '../../src/simulator/random.js';
import type { PatchSet } from '../../src/training/few-shot/patch-set.js';
import type { TransformerShape } from '../../src/training/few-shot/vision-transformer.js';

/** One example that can be support or query. */
export interface Item<Example = unknown> {
  example: Example;
  /** What is resampled for intervals: the vessel, the character. */
  group: string;
  /** Groups are resampled within these, and each weighs as much: the size; one for all characters. */
  stratum: string;
}

/** One few-shot task: of each class one query and some support, as places in the list of items. */
export type Task = readonly { query: number; support: readonly number[] }[];

/** Items and the tasks that are drawn from them. */
export interface Asked<Example = unknown> {
  items: readonly Item<Example>[];
  /** By the number of support examples of a class. */
  tasks: Readonly<Record<number, readonly Task[]>>;
}

/** What a study is made on: a set to learn from, and examples of other groups that are asked. */
export interface Subject<Example> {
  training: PatchSet<Example>;
  /** Examples of the training set, whose mean and scatter normalise embeddings; `group` is their class. */
  base: readonly Item<Example>[];
  /** Chooses pooling, normalisation and head. */
  validation: Asked<Example>;
  test: Asked<Example>;
  /** How its patches are cut for a transformer. */
  tiling: Pick<TransformerShape, 'tile' | 'spread'>;
  /** The coordinates of a patch without any network. */
  plain(patch: Float32Array): Float32Array;
}

/** Writes items as patches one after another, unchanged unless an augmentation is given. */
export function patchesOf<Example>(
  { training: set }: Pick<Subject<Example>, 'training'>,
  items: readonly Item<Example>[],
  augmentation: Random | null = null,
): Float32Array {
  const length = set.height * set.width;
  const patches = new Float32Array(items.length * length);
  for (const [index, { example }] of items.entries()) {
    set.write(example, patches.subarray(index * length, (index + 1) * length), augmentation);
  }
  return patches;
}
