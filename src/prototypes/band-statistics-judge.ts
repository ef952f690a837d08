import type { Assessment, Judge } from './assessment.js';
import { type Head, headProbability, shiftLogOdds, temper } from './head.js';
import { WhitenedSpace, type WhitenedSpaceParameters } from './whitened-space.js';

/** What judges embeddings of one tier of bandwidth. */
export interface JudgeTier {
  /** Is there a ship? */
  presence: Head;
  /** Given a ship: is it small? */
  size: Head;
  presenceTemperature: number;
  sizeTemperature: number;
  /** A second opinion on presence, from other coordinates; the mean of both probabilities counts. */
  secondPresence?: Head | undefined;
  secondPresenceTemperature?: number | undefined;
  /** Added to the log odds of presence: ships are rarer at sea than among the examples. 0 unless given. */
  presenceShift?: number | undefined;
  /** Null for a judge of heads alone. */
  space: WhitenedSpaceParameters | null;
}

/**
 * Judges embeddings of band statistics by heads for presence and size, p(big) = p(ship) · (1 − p(small)), and tells how far the
 * prototypes are. The last coordinate of the embedding is the number of its tier.
 */
export class BandStatisticsJudge implements Judge {
  readonly #tiers: ((embedding: Float32Array) => Assessment)[];

  /** `coordinates` are the names of the embedding's coordinates, without the tier. */
  constructor(coordinates: readonly string[], tiers: readonly JudgeTier[]) {
    this.#tiers = tiers.map((tier) => assessorOf(coordinates, tier));
  }

  assess(embedding: Float32Array): Assessment {
    return this.#tiers[embedding[embedding.length - 1]](embedding);
  }
}

function assessorOf(
  coordinates: readonly string[],
  tier: JudgeTier,
): (embedding: Float32Array) => Assessment {
  const picker = (inputs: readonly string[]) => {
    const places = inputs.map((name) => coordinates.indexOf(name));
    return (embedding: Float32Array) => Float64Array.from(places, (place) => embedding[place]);
  };
  const presenceInputs = picker(tier.presence.inputs);
  const secondInputs = picker(tier.secondPresence?.inputs ?? []);
  const sizeInputs = picker(tier.size.inputs);
  const spaceInputs = picker(tier.space?.inputs ?? []);
  const space = tier.space && new WhitenedSpace(tier.space);
  return (embedding) => {
    const first = temper(headProbability(tier.presence, presenceInputs(embedding)), tier.presenceTemperature);
    const second = tier.secondPresence
      ? temper(
          headProbability(tier.secondPresence, secondInputs(embedding)),
          tier.secondPresenceTemperature ?? 1,
        )
      : first;
    const ship = shiftLogOdds((first + second) / 2, tier.presenceShift ?? 0);
    const small = temper(headProbability(tier.size, sizeInputs(embedding)), tier.sizeTemperature);
    return {
      probability: { big: ship * (1 - small), small: ship * small, none: 1 - ship },
      nearest: space?.nearest(spaceInputs(embedding)) ?? [],
      vesselClass: null,
    };
  };
}
