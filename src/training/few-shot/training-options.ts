import { z } from 'zod';

const side = z.tuple([z.int().positive(), z.int().positive()]);

/** All that decides what a few-shot training gives, besides its data and the backend. */
export const fewShotOptions = z.object({
  objective: z.enum(['prototypical', 'siamese', 'contrastive']),
  /** Channels of each block of the encoder. */
  filters: z.array(z.int().positive()).min(1),
  /** The first convolution, in place of 3 × 3 and a maximum: strides make a long patch cheap. */
  stem: z.object({ kernel: side, strides: side }).nullable().default(null),
  /** Length of the embedding, a linear layer on the mean over the height; null: all that the last block gives. */
  embeddingLength: z.int().positive().nullable().default(null),
  /** Weight of naming the kind of each class beside telling the classes apart, for a set with kinds. */
  kindWeight: z.number().nonnegative().default(0),
  /** Episodes at first that name kinds and nothing else; for a set with kinds and a `kindWeight` above 0. Absent: none. */
  supervisedEpisodes: z.int().nonnegative().optional(),
  /** Episodes after these that tell single examples apart by their views, without labels but for the kind. */
  warmUpEpisodes: z.int().nonnegative().default(0),
  /**
   * Views of the set that each example is also learnt under: one that is drawn for it, or every one, each in an episode
   * of its own, at as many times the cost. Absent: examples as they are.
   */
  pretexts: z.enum(['one', 'every']).optional(),
  /** Classes in an episode, at most. */
  ways: z.int().min(2),
  /** Support examples of each class. */
  shots: z.int().min(1),
  /** Query examples of each class. */
  queries: z.int().min(1),
  episodes: z.int().min(1),
  /** At the first episode; it falls to zero along a half cosine. */
  learningRate: z.number().positive(),
  /** Distance beyond which the contrastive loss leaves pairs alone. */
  margin: z.number().positive(),
  seed: z.int().min(0),
  /** Episodes between validations; each writes a checkpoint. */
  validateEvery: z.int().min(1),
  /** Validations without a new best after which the training stops. */
  patience: z.int().min(1),
});

export type FewShotOptions = z.infer<typeof fewShotOptions>;

export const DEFAULT_FEW_SHOT_OPTIONS: FewShotOptions = {
  objective: 'prototypical',
  filters: [32, 64, 128, 128],
  stem: null,
  embeddingLength: null,
  kindWeight: 0,
  warmUpEpisodes: 0,
  ways: 20,
  shots: 1,
  queries: 2,
  episodes: 1800,
  learningRate: 1e-3,
  margin: 4,
  seed: 1,
  validateEvery: 100,
  patience: 10,
};
