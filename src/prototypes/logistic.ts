import { z } from 'zod';

/** A linear head for two classes. */
export const logisticSchema = z.object({ weights: z.array(z.number()).min(1), bias: z.number() });

export type Logistic = z.infer<typeof logisticSchema>;

/** Gives the log odds of the positive class for one example `x` `[features]`. */
export function logisticLogOdds({ weights, bias }: Logistic, x: ArrayLike<number>): number {
  let sum = bias;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * x[i]!;
  return sum;
}

/** The logistic function: log odds to probability. */
export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
