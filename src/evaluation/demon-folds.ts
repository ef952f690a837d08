const FOLDS = 10;

/**
 * Gives each row a fold so that no vessel has rows in two. Rows without a name count as one vessel, since any two
 * of them may be the same. The largest vessels are dealt first, each to the emptiest fold; nothing is drawn by chance.
 */
export function foldsByVessel(rows: readonly { vessel: string }[]): number[] {
  const sizes = new Map<string, number>();
  for (const { vessel } of rows) sizes.set(vessel, (sizes.get(vessel) ?? 0) + 1);
  const order = [...sizes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const filled = new Array<number>(Math.min(FOLDS, sizes.size)).fill(0);
  const foldOf = new Map<string, number>();
  for (const [vessel, size] of order) {
    const emptiest = filled.indexOf(Math.min(...filled));
    foldOf.set(vessel, emptiest);
    filled[emptiest] += size;
  }
  return rows.map(({ vessel }) => foldOf.get(vessel)!);
}
