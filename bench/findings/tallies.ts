import { Random } from '../../src/simulator/random.js';
import type { Difference } from './decision-rule.js';
import type { Asked } from './subject.js';

const RESAMPLES = 2000;

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
  const tallies = new Map<string, Tally>();
  const queries = tasks[shots]!.flatMap((task) => task.map(({ query }) => items[query]!));
  for (const bits of packed) {
    const bytes = Buffer.from(bits, 'base64');
    for (const [i, { group, stratum }] of queries.entries()) {
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
  const strata = strataOf(tallies);
  return { accuracy: accuracyOf(tallies), interval: bootstrap(strata, share) };
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
  const strata = strataOf(weighted);
  return { difference: meanOver(strata, share), interval: bootstrap(strata, share) };
}

function bootstrap(
  strata: readonly (readonly Tally[])[],
  statistic: (own: readonly Tally[]) => number,
): [number, number] {
  const random = new Random('findings bootstrap');
  const values = Float64Array.from({ length: RESAMPLES }, () =>
    meanOver(strata, (own) => statistic(own.map(() => random.choice(own)))),
  ).sort();
  return [values[Math.floor(0.025 * RESAMPLES)]!, values[Math.ceil(0.975 * RESAMPLES) - 1]!];
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
