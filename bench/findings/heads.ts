import { meanOf } from '../../src/prototypes/class-space.js';
import { logisticLogOdds } from '../../src/prototypes/logistic.js';
import { dot } from '../../src/signal/dot.js';
import { squaredDistance } from '../../src/signal/squared-distance.js';
import { factorCholesky, solveLower } from '../../src/training/cholesky.js';
import { fitLogistic } from '../../src/training/logistic-fit.js';
import type { Task } from './subject.js';

export const HEADS = ['prototype', 'LDA', 'logistic'] as const;
export type HeadName = (typeof HEADS)[number];

/** Share of the scatter within classes that LDA replaces by the same in every direction of the support's span. */
const LDA_SHRINKAGE = 0.5;
/** Inverse strength of the penalty of the logistic head, on inputs of mean squared length 1. */
const LOGISTIC_C = 10;

/**
 * Answers the queries of a task by heads fitted on its support: true where one is right. A head of this kind lies in
 * the span of the support, so the arithmetic is done in coordinates of that, as many as there are support examples.
 *
 * @param rows embeddings by place
 * @returns for each head the answers to the queries
 */
export function answer(rows: readonly Float64Array[], task: Task, heads: readonly HeadName[]): boolean[][] {
  const { support, queries } = spanCoordinates(rows, task);
  const shots = task[0]!.support.length;
  const classes = task.map((_, way) => support.slice(way * shots, (way + 1) * shots));
  return heads.map((head) => {
    const scoreOf = SCORERS[head](classes);
    return queries.map((query, way) => {
      const scores = scoreOf(query);
      return scores.indexOf(Math.max(...scores)) === way;
    });
  });
}

type Scorer = (classes: readonly (readonly Float64Array[])[]) => (query: Float64Array) => number[];

const SCORERS: Record<HeadName, Scorer> = {
  prototype: (classes) => {
    const centres = classes.map(meanOf);
    return (query) => centres.map((centre) => -squaredDistance(centre, query));
  },
  LDA: (classes) => {
    const centres = classes.map(meanOf);
    const lower = factorCholesky(withinScatter(classes, centres), centres[0]!.length);
    const whiten = (row: Float64Array) => solveLower(lower, row.slice());
    const whitened = centres.map(whiten);
    return (query) => {
      const place = whiten(query);
      return whitened.map((centre) => -squaredDistance(centre, place));
    };
  },
  logistic: (classes) => {
    const all = classes.flat();
    const features = all[0]!.length;
    const values = Float32Array.from(all.flatMap((row) => [...row]));
    const fitOne = (way: number) => {
      const positive = Uint8Array.from(classes.flatMap((own, other) => own.map(() => Number(other === way))));
      return fitLogistic({ values, features, positive }, LOGISTIC_C);
    };
    if (classes.length === 2) {
      const first = fitOne(0);
      return (query) => [logisticLogOdds(first, query), -logisticLogOdds(first, query)];
    }
    const heads = classes.map((_, way) => fitOne(way));
    return (query) => heads.map((one) => logisticLogOdds(one, query));
  },
};

/** Coordinates in an orthonormal basis of the support less its mean, scaled to mean squared length 1. */
function spanCoordinates(rows: readonly Float64Array[], task: Task) {
  const chosen = task.flatMap(({ support }) => support.map((place) => rows[place]!));
  const centre = meanOf(chosen);
  const off = (row: Float64Array) => row.map((value, i) => value - centre[i]!);
  const support = chosen.map(off);
  const n = support.length;
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) gram[i * n + j] = dot(support[i]!, 0, support[j]!, 0, centre.length);
  }
  let trace = 0;
  for (let i = 0; i < n; i++) trace += gram[i * n + i]!;
  const mean = Math.max(trace / n, 1e-30);
  // The support less its mean lacks one dimension: a little of every direction lets the factor be there.
  for (let i = 0; i < n; i++) gram[i * n + i]! += 1e-6 * mean;
  const lower = factorCholesky(gram, n);
  const scale = 1 / Math.sqrt(mean);
  const scaled = (row: Float64Array) => row.map((value) => value * scale);
  return {
    support: support.map((_, i) => scaled(lower.slice(i * n, (i + 1) * n))),
    queries: task.map(({ query }) => {
      const place = off(rows[query]!);
      const products = Float64Array.from(support, (row) => dot(row, 0, place, 0, centre.length));
      return scaled(solveLower(lower, products));
    }),
  };
}

/** Pooled scatter within classes, shrunk; the same in every direction where every class is one example. */
function withinScatter(
  classes: readonly (readonly Float64Array[])[],
  centres: readonly Float64Array[],
): Float64Array {
  const n = centres[0]!.length;
  const scatter = new Float64Array(n * n);
  let trace = 0;
  for (const [way, own] of classes.entries()) {
    for (const row of own) {
      const off = row.map((value, i) => value - centres[way]![i]!);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) scatter[i * n + j]! += off[i]! * off[j]!;
        trace += off[i]! ** 2;
      }
    }
  }
  const level = Math.max(trace / n, 1e-9);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) scatter[i * n + j]! *= 1 - LDA_SHRINKAGE;
    scatter[i * n + i]! += LDA_SHRINKAGE * level;
  }
  return scatter;
}
