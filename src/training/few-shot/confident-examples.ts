import { gatherRows } from './in-batches.js';
import type { MutualTask } from './mutual-task.js';
import { countsOf } from './transduction.js';

/** Which query recordings are learnt from. */
export interface Confidence {
  /** Least probability of a recording's likeliest class. */
  least: number;
  /** Windows of each class at most: of the surest query recordings first, of the support evenly spread. */
  mostWindows: number;
}

/** Examples as arrays: activations `[examples, values]`, labels `[examples, classes]`, weights `[examples]`. */
export interface ConfidentExamples {
  activations: Float32Array;
  labels: Float32Array;
  weights: Float32Array;
}

/**
 * Gathers the support with its labels and the windows of the query recordings that are surely of a class, with the
 * probabilities of their recording `means` `[recordings, classes]`. Each class weighs the same, and within it support and
 * query, where the query has any of it: else the frequent class of a skewed query would draw the block to itself.
 */
export function confidentExamples(
  { classes, support, query }: MutualTask,
  means: Float64Array,
  confidence: Confidence,
): ConfidentExamples {
  const taught = thinned(support.labels, classes, confidence.mostWindows);
  const sure = sureWindows(query.recordings, means, classes, confidence);
  const likeliest = sure.map((window) => likeliestOf(means, query.recordings[window]!, classes));
  const values = support.activations.length / support.labels.length;
  const count = taught.length + sure.length;
  const labels = new Float32Array(count * classes);
  for (const [row, window] of taught.entries()) labels[row * classes + support.labels[window]!] = 1;
  for (const [i, window] of sure.entries()) {
    const from = query.recordings[window]! * classes;
    labels.set(means.subarray(from, from + classes), (taught.length + i) * classes);
  }
  const activations = new Float32Array(count * values);
  activations.set(gatherRows(support.activations, values, taught));
  activations.set(gatherRows(query.activations, values, sure), taught.length * values);
  const weights = evenWeights(
    taught.map((window) => support.labels[window]!),
    likeliest,
    classes,
  );
  return { activations, labels, weights: Float32Array.from(weights) };
}

/** At most so many windows of each class, evenly spread. */
function thinned(labels: readonly number[], classes: number, most: number): number[] {
  return Array.from({ length: classes }, (_, k) => {
    const own = labels.flatMap((label, window) => (label === k ? [window] : []));
    const kept = Math.min(most, own.length);
    return Array.from({ length: kept }, (_, i) => own[Math.floor((i * own.length) / kept)]!);
  }).flat();
}

function sureWindows(
  recordings: readonly number[],
  means: Float64Array,
  classes: number,
  { least, mostWindows }: Confidence,
): number[] {
  const windows = recordings
    .map((recording, window) => {
      const likeliest = likeliestOf(means, recording, classes);
      return { window, likeliest, probability: means[recording * classes + likeliest]! };
    })
    .filter(({ probability }) => probability >= least)
    .sort((a, b) => b.probability - a.probability);
  return Array.from({ length: classes }, (_, k) =>
    windows.filter(({ likeliest }) => likeliest === k).slice(0, mostWindows),
  ).flatMap((own) => own.map(({ window }) => window));
}

function likeliestOf(means: Float64Array, recording: number, classes: number): number {
  const own = means.subarray(recording * classes, (recording + 1) * classes);
  return own.indexOf(Math.max(...own));
}

/** Weights of support and query that sum to 1: as much for each class, half of it for either side that has the class. */
function evenWeights(ofSupport: readonly number[], ofQuery: readonly number[], classes: number): number[] {
  const counts = [ofSupport, ofQuery].map((labels) => countsOf(labels, classes));
  const sides = Array.from({ length: classes }, (_, k) => counts.filter((own) => own[k]! > 0).length);
  const occurring = sides.filter((count) => count > 0).length;
  return [ofSupport, ofQuery].flatMap((labels, side) =>
    labels.map((label) => 1 / (occurring * sides[label]! * counts[side]![label]!)),
  );
}
