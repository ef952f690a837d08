import { z } from 'zod';

/** All that decides what a few-shot training gives, besides its data and the backend. */
export const fewShotOptions = z.object({
  objective: z.enum(['prototypical', 'siamese', 'contrastive']),
  /** Channels of each block of the encoder. */
  filters: z.array(z.int().positive()).min(1),
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
