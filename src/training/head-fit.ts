import { type Head, headProbability } from '../prototypes/head.js';
import { fitBoostedTrees } from './boosted-trees-fit.js';
import type { Examples } from './examples.js';
import { fitLogistic } from './logistic-fit.js';
import { fitTemperature } from './temperature.js';

const LOGISTIC_C = 0.05;
const BOOSTING = {
  trees: 240,
  leavesPerTree: 8,
  learningRate: 0.06,
  examplesPerLeaf: 40,
  exampleShare: 0.5,
  featureShare: 0.3,
};

/** Embeddings of one kind and whether each is of the positive class. */
export interface LabelledEmbeddings {
  embeddings: readonly Float32Array[];
  positive: Uint8Array;
}

export interface CalibratedHead {
  head: Head;
  temperature: number;
}

/**
 * Fits a head on some coordinates of `fitting`, and its temperature on `held`, which it has not seen.
 * `coordinates` are the names of the embedding's coordinates, `inputs` those that the head reads.
 */
export function fitHead(
  coordinates: readonly string[],
  inputs: readonly string[],
  fitting: LabelledEmbeddings,
  held: LabelledEmbeddings,
): CalibratedHead {
  const places = inputs.map((name) => coordinates.indexOf(name));
  const examples = pick(fitting, places);
  const { weights, bias } = fitLogistic(examples, LOGISTIC_C);
  const head: Head = {
    inputs: [...inputs],
    logistic: { weights: weights.map(round), bias: round(bias) },
    trees: fitBoostedTrees(examples, BOOSTING),
  };
  const { values, features, positive } = pick(held, places);
  const probabilities = Float64Array.from(positive, (_, i) =>
    headProbability(head, values.subarray(i * features, (i + 1) * features)),
  );
  return { head, temperature: fitTemperature(probabilities, positive) };
}

function pick({ embeddings, positive }: LabelledEmbeddings, places: readonly number[]): Examples {
  const features = places.length;
  const values = new Float32Array(embeddings.length * features);
  embeddings.forEach((embedding, example) => {
    places.forEach((place, i) => {
      values[example * features + i] = embedding[place];
    });
  });
  return { values, features, positive };
}

function round(value: number): number {
  return Number(value.toPrecision(7));
}
