import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../simulator/random.js';
import { restoreTensors, type StoredTensor, storeTensors } from '../stored-tensors.js';
import { Adam } from './adam.js';
import { descend } from './descent.js';
import { drawEpisode } from './episode.js';
import { kindObjective, weightedSum } from './kind-objective.js';
import type { Objective } from './objective.js';
import { PatchEncoder } from './patch-encoder.js';
import type { PatchSet } from './patch-set.js';
import { prototypicalObjective } from './prototypical.js';
import { contrastiveObjective, siameseObjective } from './siamese.js';
import type { FewShotOptions } from './training-options.js';

/** Encoder, objective and optimiser of one training. */
export class TrainingRun {
  readonly encoder: PatchEncoder;
  readonly #options: FewShotOptions;
  readonly #objective: Objective;
  /** Its part that names kinds; null where none is named. */
  readonly #naming: Objective | null;
  readonly #adam: Adam;

  constructor(options: FewShotOptions, set: Pick<PatchSet<unknown>, 'height' | 'width' | 'kinds'>) {
    this.#options = options;
    const { height, width, kinds = [] } = set;
    const { filters, stem, embeddingLength, seed } = options;
    this.encoder = new PatchEncoder({ height, width, filters, stem, embeddingLength }, seed);
    const { kindWeight, supervisedEpisodes = 0 } = options;
    const namesKinds = kinds.length > 0 && kindWeight > 0;
    if (supervisedEpisodes > 0 && !namesKinds) throw new RangeError('supervised episodes need kinds to name');
    this.#naming = namesKinds ? kindObjective(this.encoder.embeddingLength, kinds.length) : null;
    const telling = { objective: tellingApart(options), weight: 1 };
    this.#objective = this.#naming
      ? weightedSum([telling, { objective: this.#naming, weight: kindWeight }])
      : telling.objective;
    const variables = [...this.encoder.variables, ...this.#objective.variables];
    const late = new Set(telling.objective.variables);
    this.#adam = new Adam(
      variables,
      variables.map((variable) => (late.has(variable) ? supervisedEpisodes + 1 : 1)),
    );
  }

  /** Learns from episode `number` (from 1), which is drawn from the seed and that number; gives its loss. */
  async step<Example>(set: PatchSet<Example>, number: number): Promise<number> {
    const { seed, ways, shots, queries, episodes, learningRate, pretexts } = this.#options;
    const { supervisedEpisodes = 0, warmUpEpisodes } = this.#options;
    const random = new Random(`few-shot ${seed} episode ${number}`);
    const isSupervised = number <= supervisedEpisodes;
    const oneExampleAClass = !isSupervised && number <= supervisedEpisodes + warmUpEpisodes;
    const objective = isSupervised ? this.#naming! : this.#objective;
    const shape = { ways, examples: shots + queries, oneExampleAClass, pretexts };
    const episode = drawEpisode(set, shape, random, true);
    const { patches, examples, views, kinds } = episode;
    const batch = tf.tensor4d(patches, [episode.ways * examples * views, set.height, set.width, 1]);
    const lossOf = () => {
      const rows = tf.reshape(this.encoder.embed(batch, true), [episode.ways, examples, views, -1]);
      // Each view is an episode of its own.
      const losses = Array.from({ length: views }, (_, view) => {
        const own = tf.slice(rows, [0, 0, view, 0], [-1, -1, 1, -1]);
        return objective.loss(tf.squeeze(own, [2]), kinds);
      });
      return tf.div(tf.addN(losses), views) as tf.Scalar;
    };
    const pace = { step: number, steps: episodes, learningRate };
    const variables = [...this.encoder.variables, ...objective.variables];
    const loss = await descend(this.#adam, variables, lossOf, pace);
    batch.dispose();
    return loss;
  }

  /** All that a resumed training needs. */
  async state(): Promise<StoredTensor[]> {
    return storeTensors([...this.encoder.weights, ...this.#beyondEncoder]);
  }

  restore(state: readonly StoredTensor[]): void {
    const tensors = restoreTensors(state);
    const count = this.encoder.weights.length;
    this.encoder.weights = tensors.slice(0, count);
    for (const [index, variable] of this.#beyondEncoder.entries()) variable.assign(tensors[count + index]!);
    tf.dispose(tensors);
  }

  /** Gives the encoder with other weights and frees the rest. */
  finish(weights: readonly StoredTensor[]): PatchEncoder {
    const tensors = restoreTensors(weights);
    this.encoder.weights = tensors;
    tf.dispose(tensors);
    this.#adam.dispose();
    tf.dispose(this.#objective.variables);
    return this.encoder;
  }

  get #beyondEncoder(): tf.Variable[] {
    const moments = this.#adam.moments.flatMap(({ first, second }) => [first, second]);
    return [...this.#objective.variables, ...moments];
  }
}

function tellingApart({ objective, shots, margin }: FewShotOptions): Objective {
  if (objective === 'prototypical') return prototypicalObjective(shots);
  return objective === 'siamese' ? siameseObjective() : contrastiveObjective(margin);
}
