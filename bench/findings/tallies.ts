import { bootstrap, type Estimate } from './bootstrap.js';
import type { Difference } from './decision-rule.js';
import type { Asked, Item } from './subject.js';

export function packBits(bits: readonly boolean[]): string {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [i, bit] of bits.entries()) if (bit) bytes[i >> 3]! |= 1 << (i & 7);
  return Buffer.from(bytes).toString('base64');
}

function isSet(bytes: Uint8Array, i: number): boolean {
  return ((bytes[i >> 3]! >> (i & 7)) & 1) === 1;
}

/** Queries and right answers of each group, within its stratum. */
export interface Tally {
  stratum: string;
  group: string;
  asked: number;
  right: number;
}

/** Adds up, over the seeds of an arm, what was right of each group. `packed` are answers to the tasks in their order. */
export function tallyOf({ items, tasks }: Asked, shots: number, packed: readonly string[]): Tally[] {
  return tallyItems(
    tasks[shots]!.flatMap((task) => task.map(({ query }) => items[query]!)),
    packed,
  );
}

/** The same of items that are asked one by one. `packed` are answers to them in their order. */
export function tallyItems(items: readonly Item[], packed: readonly string[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const bits of packed) {
    const bytes = Buffer.from(bits, 'base64');
    for (const [i, { group, stratum }] of items.entries()) {
      const tally = tallies.get(group) ?? { stratum, group, asked: 0, right: 0 };
      tally.asked++;
      if (isSet(bytes, i)) tally.right++;
      tallies.set(group, tally);
    }
  }
  return [...tallies.values()];
}

/** Mean over the strata of the share of right answers: balanced accuracy where strata are sizes. */
export function accuracyOf(tallies: readonly Tally[]): number {
  return meanOver(strataOf(tallies), (own) => share(own));
}

/** Balanced accuracy with its 95 % interval, groups resampled within strata. */
export function scoreOf(tallies: readonly Tally[]): { accuracy: number; interval: [number, number] } {
  const { value, interval } = estimate(tallies);
  return { accuracy: value, interval };
}

/** Paired difference of two tallies over the same questions, with its 95 % interval over groups. */
export function differenceOf(a: readonly Tally[], b: readonly Tally[]): Difference {
  const other = new Map(b.map((tally) => [tally.group, tally]));
  const paired = a.map((tally) => {
    const beside = other.get(tally.group)!;
    return { ...tally, right: tally.right / tally.asked - beside.right / beside.asked, asked: tally.asked };
  });
  // Groups weigh by how often they were asked, as they do in the accuracies.
  const weighted = paired.map((tally) => ({ ...tally, right: tally.right * tally.asked }));
  const { value, interval } = estimate(weighted);
  return { difference: value, interval };
}

function estimate(tallies: readonly Tally[]): Estimate {
  return bootstrap(strataOf(tallies), (strata) => [meanOver(strata, share)])[0]!;
}

function strataOf(tallies: readonly Tally[]): Tally[][] {
  const names = [...new Set(tallies.map(({ stratum }) => stratum))].sort();
  return names.map((name) => tallies.filter(({ stratum }) => stratum === name));
}

function meanOver<T>(parts: readonly T[], value: (part: T) => number): number {
  return parts.reduce((sum, part) => sum + value(part), 0) / parts.length;
}

function share(own: readonly Tally[]): number {
  let [asked, right] = [0, 0];
  for (const tally of own) {
    asked += tally.asked;
    right += tally.right;
  }
  return right / asked;
}
