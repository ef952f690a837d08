import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/simulator/random.js';
import { train } from '../../../src/training/few-shot/descent.js';
import { meanToken } from '../../../src/training/few-shot/pretraining.js';
import { apply, type VisionTransformer, zeros } from '../../../src/training/few-shot/vision-transformer.js';
import { drawPlaces } from '../places.js';
import type { FineTuning } from '../settings.js';
import { type Asked, type Item, patchesOf, type Subject, type Task } from '../subject.js';
import { packBits } from '../tallies.js';

/** One episode of fine-tuning: the support of a task, and many queries, since an encoder is trained for it. */
interface Episode {
  support: Task;
  queries: { way: number; place: number }[];
}

/** Draws the episodes: supports are those of the first tasks, queries are of groups that the support does not hold. */
export function fineTuningEpisodes(
  { items, tasks }: Asked,
  shots: number,
  { episodes, queries }: FineTuning,
): Episode[] {
  return tasks[shots]!.slice(0, episodes).map((support, number) => {
    const random = new Random(`fine-tuning ${number}`);
    const held = new Set(support.flatMap((one) => one.support.map((place) => items[place]!.group)));
    return {
      support,
      queries: support.flatMap((one, way) => {
        const asked = candidates(items, items[one.query]!, one.support, held);
        return drawPlaces(queries, asked.length, random).map((i) => ({ way, place: asked[i]! }));
      }),
    };
  });
}

/** Of a ship: recordings of her size of other vessels; of a character: its other drawings. */
function candidates(
  items: readonly Item[],
  query: Item,
  support: readonly number[],
  held: Set<string>,
): number[] {
  const own = items.flatMap(({ group }, place) => (group === query.group ? [place] : []));
  const ofStratum = items.flatMap(({ group, stratum }, place) =>
    stratum === query.stratum && !held.has(group) ? [place] : [],
  );
  return query.stratum === 'characters' ? own.filter((place) => !support.includes(place)) : ofStratum;
}

/** Fine-tunes the whole encoder with a linear head on the support of each episode; gives the right answers, in order. */
export async function fineTune<Example>(
  encoder: VisionTransformer,
  subject: Subject<Example>,
  shots: number,
  options: FineTuning,
): Promise<string> {
  const kept = encoder.variables.map((variable) => tf.clone(variable));
  const right: boolean[] = [];
  for (const [number, { support, queries }] of fineTuningEpisodes(subject.test, shots, options).entries()) {
    const random = new Random(`fine-tuning views ${number}`);
    const { items } = subject.test;
    const learnt = support.flatMap((one) => one.support.map((place) => items[place]!));
    const labels = tf.oneHot(
      support.flatMap((one, way) => one.support.map(() => way)),
      support.length,
    );
    const head = { weights: zeros([encoder.shape.length, support.length]), bias: zeros([support.length]) };
    const { height, width } = subject.training;
    const logitsOf = (patches: Float32Array) => {
      const batch = tf.tensor3d(patches, [patches.length / (height * width), height, width]);
      const rows = tf.expandDims(meanToken(encoder, batch), 0) as tf.Tensor3D;
      return tf.squeeze(apply(head, rows), [0]) as tf.Tensor2D;
    };
    await train(
      [...encoder.variables, head.weights, head.bias],
      () => {
        const named = tf.mul(tf.logSoftmax(logitsOf(patchesOf(subject, learnt, random))), labels);
        return tf.neg(tf.div(tf.sum(named), learnt.length)) as tf.Scalar;
      },
      options,
    );
    const asked = queries.map(({ place }) => items[place]!);
    const answers = tf.tidy(() => tf.argMax(logitsOf(patchesOf(subject, asked)), 1));
    const ways = await answers.data();
    right.push(...queries.map(({ way }, i) => ways[i] === way));
    tf.dispose([answers, labels, head.weights, head.bias]);
    for (const [i, variable] of encoder.variables.entries()) variable.assign(kept[i]!);
  }
  tf.dispose(kept);
  return packBits(right);
}
