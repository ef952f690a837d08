const DAY_MS = 24 * 3_600_000;

/** Evidence of fewer days is left out: one weather, one day's traffic. */
const FEWEST_DAYS = 3;

interface Dated {
  timeMs: number;
}

export function dayOf({ timeMs }: Dated): number {
  return Math.floor(timeMs / DAY_MS);
}

/** All of it, or nothing while it is of too few days. */
export function ofEnoughDays<T extends Dated>(evidence: readonly T[]): readonly T[] {
  return new Set(evidence.map(dayOf)).size < FEWEST_DAYS ? [] : evidence;
}

/**
 * So much of it that no day has more than a third: of a day with too much some are kept, spread over the day. Nothing
 * while it is of fewer than three days.
 */
export function withoutSkewedDays<T extends Dated>(evidence: readonly T[]): readonly T[] {
  const days = new Map<number, T[]>();
  for (const one of evidence) {
    const known = days.get(dayOf(one));
    if (known) known.push(one);
    else days.set(dayOf(one), [one]);
  }
  const most = mostOfDay([...days.values()].map(({ length }) => length));
  return [...days.values()].flatMap((day) =>
    day.length <= most
      ? day
      : Array.from({ length: most }, (_, i) => day[Math.floor((i * day.length) / most)]),
  );
}

/** The largest count to which days can be cut down so that none is more than a third of what is left. */
function mostOfDay(counts: readonly number[]): number {
  const [first = 0, second = 0] = counts.toSorted((a, b) => b - a);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (3 * first <= total) return first;
  const besideFirst = Math.floor((total - first) / 2);
  return second <= besideFirst ? besideFirst : total - first - second;
}
