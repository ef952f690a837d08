/** A difference with its 95 % interval, as a share of 1. */
export interface Difference {
  difference: number;
  interval: [number, number];
}

export type Verdict = 'unsuitable' | 'suitable' | 'inconclusive';

/** Shots at which the question is decided. */
export const DECIDING_SHOTS = 5;
/** Two points: less than that nobody would change a network for. */
export const MARGIN = 0.02;

/**
 * The rule by which "MAE does not suit this few-shot network" is decided; it was written before there was a figure.
 * Endpoint: paired difference of balanced accuracy at five recordings of support, each arm with the pooling,
 * normalisation and head that did best on its validation ships.
 *
 * Unsuitable: MAE lies surely more than two points below contrastive learning, and is not surely better than no
 * network. Suitable: it lies surely not that far below. Else the figures do not decide.
 *
 * @param belowContrast MAE less contrastive learning
 * @param beyondPlain MAE less mean and spread of log band levels
 */
export function decide(belowContrast: Difference, beyondPlain: Difference): Verdict {
  if (belowContrast.interval[1] < -MARGIN && beyondPlain.interval[0] <= 0) return 'unsuitable';
  return belowContrast.interval[0] > -MARGIN ? 'suitable' : 'inconclusive';
}
