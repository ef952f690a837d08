import * as tf from '@tensorflow/tfjs-core';
import { adaptPrototypes } from './adapt-prototypes.js';
import { type Confidence, confidentExamples } from './confident-examples.js';
import { type FineTuningOptions, fineTune } from './fine-tuning.js';
import type { LastBlock } from './last-block.js';
import type { MutualTask } from './mutual-task.js';
import type { PatchEncoder } from './patch-encoder.js';
import {
  classProbabilities,
  meanPrototypes,
  recordingMeans,
  supportAlone,
  type TransductiveOptions,
  type TransductiveTask,
} from './transduction.js';

export interface MutualOptions {
  transduction: TransductiveOptions;
  fineTuning: Omit<FineTuningOptions, 'temperature' | 'centre'>;
  confidence: Confidence;
  /** Turns of fine-tuning and transduction after the first transduction; 0 is plain transduction. */
  rounds: number;
  /** Taken off each embedding before it is scaled to norm 1, such as the mean over the training set; null: nothing. */
  centre: Float32Array | null;
}

/** Probabilities of the classes for each query recording `[recordings, classes]`. */
export interface QueryPredictions {
  /** By the means of the support: each recording for itself. */
  inductive: Float64Array;
  /** By prototypes fitted to the support alone: what of the gain is not the query's. */
  fitted: Float64Array;
  /** By prototypes that all query recordings have moved. */
  transductive: Float64Array;
  /** After the rounds of fine-tuning and transduction. */
  mutual: Float64Array;
}

/**
 * Mutual learning (Yang, Wang, Zou, Ye and Wang, ICASSP 2022, arXiv 2110.04474) for recordings instead of windows:
 * transductive prototypes and the last block, which is fine-tuned on the query recordings that they are sure of, in
 * turns. The encoder stays as it is.
 */
export async function predictQueries(
  encoder: PatchEncoder,
  task: MutualTask,
  options: MutualOptions,
): Promise<QueryPredictions> {
  const block = encoder.copyLastBlock();
  try {
    let embedded = await embedTask(block, task, options.centre);
    const inductive = predict(embedded, meanPrototypes(embedded), options);
    const alone = adaptPrototypes(embedded, supportAlone(options.transduction));
    const fitted = predict(embedded, alone.prototypes, options);
    let { prototypes } = adaptPrototypes(embedded, options.transduction);
    const transductive = predict(embedded, prototypes, options);
    let mutual = transductive;
    for (let round = 0; round < options.rounds; round++) {
      tuneBlock(block, task, { prototypes, means: mutual, length: embedded.length }, options);
      embedded = await embedTask(block, task, options.centre);
      ({ prototypes } = adaptPrototypes(embedded, options.transduction));
      mutual = predict(embedded, prototypes, options);
    }
    return { inductive, fitted, transductive, mutual };
  } finally {
    block.dispose();
  }
}

function predict(
  { query, length, classes }: TransductiveTask,
  prototypes: Float64Array,
  { transduction }: MutualOptions,
): Float64Array {
  const windows = classProbabilities(query.rows, prototypes, length, transduction.temperature);
  return recordingMeans(windows, query.recordings, classes);
}

async function embedTask(
  block: LastBlock,
  { classes, support, query }: MutualTask,
  centre: Float32Array | null,
): Promise<TransductiveTask> {
  const [ofSupport, ofQuery] = [
    await block.embedAll(support.activations),
    await block.embedAll(query.activations),
  ];
  const length = ofSupport.length / support.labels.length;
  return {
    classes,
    length,
    support: { rows: normalisedRows(ofSupport, length, centre), labels: support.labels },
    query: { rows: normalisedRows(ofQuery, length, centre), recordings: query.recordings },
  };
}

/** Gives each row of `[rows, length]` less the centre, with L2 norm 1. */
function normalisedRows(rows: Float32Array, length: number, centre: Float32Array | null): Float64Array {
  const normalised = Float64Array.from(rows, (value, i) => value - (centre?.[i % length] ?? 0));
  for (let from = 0; from < normalised.length; from += length) {
    const row = normalised.subarray(from, from + length);
    const norm = Math.hypot(...row);
    if (norm > 0) for (let i = 0; i < length; i++) row[i]! /= norm;
  }
  return normalised;
}

function tuneBlock(
  block: LastBlock,
  task: MutualTask,
  found: { prototypes: Float64Array; means: Float64Array; length: number },
  { fineTuning, transduction, confidence, centre }: MutualOptions,
): void {
  const examples = confidentExamples(task, found.means, confidence);
  const count = examples.weights.length;
  tf.tidy(() => {
    const tensors = {
      activations: tf.tensor2d(examples.activations, [count, examples.activations.length / count]),
      labels: tf.tensor2d(examples.labels, [count, task.classes]),
      weights: tf.tensor1d(examples.weights),
    };
    const prototypes = tf.tensor2d(Float32Array.from(found.prototypes), [task.classes, found.length]);
    fineTune(block, tensors, prototypes, {
      ...fineTuning,
      temperature: transduction.temperature,
      centre: centre && tf.tensor1d(centre),
    });
  });
}
