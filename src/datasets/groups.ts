import { type Identifiable, identitiesOf } from './identities.js';

/**
 * Puts recordings together that may not be parted, for they share a vessel, an id or their samples, also through
 * others. In the order of their first recordings.
 */
export function groupsOf<T extends Identifiable>(recordings: readonly T[]): T[][] {
  const leader = recordings.map((_, index) => index);
  const find = (index: number): number => {
    let root = index;
    while (leader[root] !== root) root = leader[root];
    leader[index] = root;
    return root;
  };
  const firstWith = new Map<string, number>();
  for (const [index, recording] of recordings.entries()) {
    for (const { kind, name } of identitiesOf(recording)) {
      const first = firstWith.get(`${kind} ${name}`) ?? index;
      firstWith.set(`${kind} ${name}`, first);
      const [a, b] = [find(first), find(index)];
      leader[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const groups = new Map<number, T[]>();
  for (const [index, recording] of recordings.entries()) {
    const group = groups.get(find(index));
    if (group) group.push(recording);
    else groups.set(find(index), [recording]);
  }
  return [...groups.values()];
}
