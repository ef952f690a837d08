/** A stretch in which something is heard, seconds. */
export interface SoundEvent {
  onsetSeconds: number;
  offsetSeconds: number;
}

export interface EventCounts {
  /** Predicted events that are matched with a reference event. */
  matched: number;
  predicted: number;
  reference: number;
}

/** Least intersection over union of a match: DCASE, few-shot bioacoustic event detection. */
export const LEAST_OVERLAP = 0.3;

/**
 * Counts the predicted events that can be matched with reference events at an intersection over union of
 * `leastOverlap` or more, each event once: as many pairs as any matching has (bipartite, augmenting paths: Kuhn 1955).
 * The metric of DCASE's few-shot bioacoustic task (Morfi et al. 2021).
 */
export function countEvents(
  predicted: readonly SoundEvent[],
  reference: readonly SoundEvent[],
  leastOverlap = LEAST_OVERLAP,
): EventCounts {
  const candidates = predicted.map((event) =>
    reference.flatMap((other, i) => (overlapOf(event, other) >= leastOverlap ? [i] : [])),
  );
  return {
    matched: largestMatching(candidates),
    predicted: predicted.length,
    reference: reference.length,
  };
}

/** Intersection over union of two stretches. */
export function overlapOf(a: SoundEvent, b: SoundEvent): number {
  const shared = Math.min(a.offsetSeconds, b.offsetSeconds) - Math.max(a.onsetSeconds, b.onsetSeconds);
  if (shared <= 0) return 0;
  return shared / (a.offsetSeconds - a.onsetSeconds + b.offsetSeconds - b.onsetSeconds - shared);
}

/** Number of pairs; `candidates` are the partners of each one. */
function largestMatching(candidates: readonly (readonly number[])[]): number {
  const partnerOf = new Map<number, number>();
  const place = (one: number, tried: Set<number>): boolean =>
    candidates[one]!.some((partner) => {
      if (tried.has(partner)) return false;
      tried.add(partner);
      const holder = partnerOf.get(partner);
      if (holder !== undefined && !place(holder, tried)) return false;
      partnerOf.set(partner, one);
      return true;
    });
  return candidates.filter((_, one) => place(one, new Set())).length;
}

export interface EventScore {
  precision: number;
  recall: number;
  fMeasure: number;
}

/** Scores of counts that are added up over recordings; 0 where nothing was predicted, or nothing was to be found. */
export function scoreEvents(counts: readonly EventCounts[]): EventScore {
  const total = (which: keyof EventCounts) => counts.reduce((sum, count) => sum + count[which], 0);
  const [matched, predicted, reference] = [total('matched'), total('predicted'), total('reference')];
  return {
    precision: predicted > 0 ? matched / predicted : 0,
    recall: reference > 0 ? matched / reference : 0,
    fMeasure: predicted + reference > 0 ? (2 * matched) / (predicted + reference) : 0,
  };
}
