import * as tf from '@tensorflow/tfjs-core';
import type { ScoredOutcome } from '../evaluation/outcome.js';
import { balancedAccuracy } from '../evaluation/scores.js';
import { vesselsOf } from '../evaluation/vessel-bootstrap.js';
import type { Leaf } from '../features/leaf-parameters.js';
import { Random } from '../simulator/random.js';
import type { LeafCheckpoint, LeafEpoch } from './leaf-checkpoint.js';
import type { RecordingClips } from './leaf-clips.js';
import { LeafNetwork } from './leaf-network.js';
import type { LeafTrainingOptions } from './leaf-options.js';
import { restoreTensors, type StoredTensor, storeTensors } from './stored-tensors.js';

/** A recording that was judged by the mean log-odds of its clips. */
export interface LeafOutcome extends ScoredOutcome {
  /** Of big against small. */
  logOdds: number;
}

export interface LeafTraining {
  options: LeafTrainingOptions;
  training: readonly RecordingClips[];
  validation: readonly RecordingClips[];
}

/** What an epoch begins with; nothing else is carried over, so a resumed training cannot differ. */
export type LeafTrainingState = Pick<LeafCheckpoint, 'history' | 'weights' | 'optimiser' | 'bestWeights'>;

/**
 * Trains LEAF and head end to end on the tfjs backend that is set, until the loss on the validation vessels has not
 * fallen for `patience` epochs. `keep` is called after each epoch with what is needed to go on from there.
 */
export async function trainLeaf(
  task: LeafTraining,
  from: LeafTrainingState | null,
  keep: (state: LeafTrainingState) => Promise<void>,
): Promise<{ leaf: Leaf; outcomes: LeafOutcome[]; history: LeafEpoch[] }> {
  const { options, validation } = task;
  const network = new LeafNetwork(options);
  try {
    let state = from ?? (await initialState(network));
    while (state.history.length < options.epochs && !isStale(state.history, options.patience)) {
      state = await epoch(network, task, state);
      await keep(state);
    }
    assign(network.weights, state.bestWeights);
    return { leaf: network.leaf, outcomes: await judge(network, validation), history: state.history };
  } finally {
    network.dispose();
  }
}

async function initialState(network: LeafNetwork): Promise<LeafTrainingState> {
  const weights = await storeTensors(network.weights);
  return { history: [], weights, optimiser: [], bestWeights: weights };
}

async function epoch(
  network: LeafNetwork,
  { options, training, validation }: LeafTraining,
  before: LeafTrainingState,
): Promise<LeafTrainingState> {
  const number = before.history.length + 1;
  const random = new Random(`LEAF training ${options.seed}`).stream(`epoch ${number}`);
  const optimiser = tf.train.adam(options.learningRate);
  try {
    assign(network.weights, before.weights);
    if (before.optimiser.length > 0) {
      const tensors = restoreTensors(before.optimiser);
      await optimiser.setWeights(tensors.map((tensor, i) => ({ name: `state${i}`, tensor })));
      tf.dispose(tensors);
    }
    const trainingLoss = await takeSteps(network, optimiser, drawBatches(training, options, random));
    const outcomes = await judge(network, validation);
    const validationLoss = lossOf(outcomes);
    const isBest = before.history.every((earlier) => validationLoss < earlier.validationLoss);
    const weights = await storeTensors(network.weights);
    const moments = await optimiser.getWeights();
    const stored = await storeTensors(moments.map(({ tensor }) => tensor));
    moments[0]!.tensor.dispose(); // the count of steps is a copy, the rest is the optimiser's own
    return {
      history: [
        ...before.history,
        { epoch: number, trainingLoss, validationLoss, balancedAccuracy: balancedAccuracy(outcomes) },
      ],
      weights,
      optimiser: stored,
      bestWeights: isBest ? weights : before.bestWeights,
    };
  } finally {
    optimiser.dispose();
  }
}

/** Gives the mean loss. */
async function takeSteps(
  network: LeafNetwork,
  optimiser: tf.Optimizer,
  batches: Iterable<{ clips: Float32Array[]; big: number[] }>,
): Promise<number> {
  const losses: number[] = [];
  for (const { clips, big } of batches) {
    const loss = tf.tidy(
      () =>
        optimiser.minimize(
          () => tf.losses.sigmoidCrossEntropy(tf.tensor1d(big), network.learn(clips)) as tf.Scalar,
          true,
          network.weights,
        )!,
    );
    losses.push((await loss.data())[0]!);
    loss.dispose();
    network.constrain();
  }
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Big and small in turn; each vessel of a size as often as the others, and each place where it was heard. */
function* drawBatches(
  recordings: readonly RecordingClips[],
  { batchClips, stepsPerEpoch }: LeafTrainingOptions,
  random: Random,
): Generator<{ clips: Float32Array[]; big: number[] }> {
  const ofSize = (size: 'big' | 'small') =>
    vesselsOf(recordings.filter((recording) => recording.size === size));
  const placesOf = (vessel: readonly RecordingClips[]) =>
    [...new Set(vessel.map(({ place }) => place))].map((place) =>
      vessel.filter((one) => one.place === place),
    );
  const vessels = { big: ofSize('big').map(placesOf), small: ofSize('small').map(placesOf) };
  for (let step = 0; step < stepsPerEpoch; step++) {
    const sizes = Array.from({ length: batchClips }, (_, i) => (i % 2 === 0 ? 'big' : 'small'));
    yield {
      clips: sizes.map((size) =>
        random.choice(random.choice(random.choice(random.choice(vessels[size]))).clips),
      ),
      big: sizes.map((size) => Number(size === 'big')),
    };
  }
}

async function judge(network: LeafNetwork, recordings: readonly RecordingClips[]): Promise<LeafOutcome[]> {
  const outcomes: LeafOutcome[] = [];
  for (const { clips, place: _, ...recording } of recordings) {
    const odds = await network.judge(clips);
    const logOdds = odds.reduce((sum, one) => sum + one, 0) / odds.length;
    outcomes.push({ ...recording, verdict: logOdds > 0 ? 'big' : 'small', logOdds });
  }
  return outcomes;
}

/** Cross-entropy; each size counts the same, and each vessel of a size. */
function lossOf(outcomes: readonly LeafOutcome[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const loss = ({ size, logOdds }: LeafOutcome) =>
    Math.log1p(Math.exp(-Math.abs(logOdds))) + Math.max(0, size === 'big' ? -logOdds : logOdds);
  return mean(
    (['big', 'small'] as const).map((size) => {
      const vessels = vesselsOf(outcomes.filter((outcome) => outcome.size === size));
      return mean(vessels.map((vessel) => mean(vessel.map(loss))));
    }),
  );
}

function isStale(history: readonly LeafEpoch[], patience: number): boolean {
  const losses = history.map(({ validationLoss }) => validationLoss);
  return losses.length > 0 && losses.length - 1 - losses.indexOf(Math.min(...losses)) >= patience;
}

function assign(variables: readonly tf.Variable[], stored: readonly StoredTensor[]): void {
  tf.tidy(() => {
    for (const [i, tensor] of restoreTensors(stored).entries()) variables[i]!.assign(tensor);
  });
}
