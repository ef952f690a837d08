import { z } from 'zod';
import { boostedTreesSchema, treesLogOdds } from './boosted-trees.js';
import { logisticLogOdds, logisticSchema, probabilityOf } from './logistic.js';

/** A head for two classes: a linear one and boosted trees, averaged. */
export const headSchema = z.object({
  /** Names of the embedding's coordinates that it reads. */
  inputs: z.array(z.string()).min(1),
  logistic: logisticSchema,
  trees: boostedTreesSchema,
});

export type Head = z.infer<typeof headSchema>;

/** Mean of what both halves hold for the probability of the positive class, of one example `x` `[inputs]`. */
export function headProbability({ logistic, trees }: Head, x: ArrayLike<number>): number {
  return (probabilityOf(logisticLogOdds(logistic, x)) + probabilityOf(treesLogOdds(trees, x))) / 2;
}

/** Divides the log odds by a temperature fitted on held-out passages (Guo 2017): above 1 means less sure. */
export function temper(probability: number, temperature: number): number {
  return probabilityOf(logOddsOf(probability) / temperature);
}

/** Gives a probability under another prior: adds to its log odds. */
export function shiftLogOdds(probability: number, shift: number): number {
  return shift === 0 ? probability : probabilityOf(logOddsOf(probability) + shift);
}

function logOddsOf(probability: number): number {
  const safe = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  return Math.log(safe / (1 - safe));
}
