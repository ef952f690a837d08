import { Random } from '../../simulator/random.js';
import { drawEpisode } from './episode.js';
import type { PatchEncoder } from './patch-encoder.js';
import type { PatchSet } from './patch-set.js';

/** Gives for each query the index of the support with the least squared L2 distance; both are rows of `length`. */
export function nearestSupport(queries: Float32Array, supports: Float32Array, length: number): number[] {
  const nearest: number[] = [];
  for (let query = 0; query < queries.length; query += length) {
    let best = { index: -1, squared: Infinity };
    for (let support = 0; support < supports.length; support += length) {
      let squared = 0;
      for (let i = 0; i < length; i++) squared += (queries[query + i]! - supports[support + i]!) ** 2;
      if (squared < best.squared) best = { index: support / length, squared };
    }
    nearest.push(best.index);
  }
  return nearest;
}

/**
 * Embeds examples as the mean over `views` of each: the example as it is, and `views` - 1 that the set's own
 * augmentation gives. The same seed gives the same views. Gives `[examples, length]`.
 */
export async function embedExamples<Example>(
  encoder: PatchEncoder,
  set: PatchSet<Example>,
  examples: readonly Example[],
  views: number,
  seed: string,
): Promise<Float32Array> {
  const length = set.height * set.width;
  const patches = new Float32Array(examples.length * length);
  const mean = new Float32Array(examples.length * encoder.embeddingLength);
  for (let view = 0; view < views; view++) {
    const random = view === 0 ? null : new Random(`${seed}/view ${view}`);
    for (const [index, example] of examples.entries()) {
      set.write(example, patches.subarray(index * length, (index + 1) * length), random);
    }
    const embedded = await encoder.embedAll(patches);
    for (let i = 0; i < mean.length; i++) mean[i]! += embedded[i]! / views;
  }
  return mean;
}

/** Tasks that a validation draws, the same each time. */
const VALIDATION_EPISODES = 40;

/** Gives the share of wrong answers in one-shot tasks of at most `ways` classes of one domain, one query a class, unaugmented. */
export async function oneShotError<Example>(
  encoder: PatchEncoder,
  set: PatchSet<Example>,
  ways: number,
): Promise<number> {
  let wrong = 0;
  let asked = 0;
  for (let number = 0; number < VALIDATION_EPISODES; number++) {
    const random = new Random(`validation ${number}`);
    const episode = drawEpisode(set, { ways, examples: 2 }, random, false);
    const embeddings = await encoder.embedAll(episode.patches);
    const { embeddingLength: length } = encoder;
    const [supports, queries] = [0, 1].map((example) =>
      everyOther(embeddings, length, example, episode.ways),
    ) as [Float32Array, Float32Array];
    wrong += nearestSupport(queries, supports, length).filter((answer, right) => answer !== right).length;
    asked += episode.ways;
  }
  return wrong / asked;
}

/** The rows of one example of each class, of `[ways, 2, length]`. */
function everyOther(embeddings: Float32Array, length: number, example: number, ways: number): Float32Array {
  const rows = new Float32Array(ways * length);
  for (let way = 0; way < ways; way++) {
    const from = (2 * way + example) * length;
    rows.set(embeddings.subarray(from, from + length), way * length);
  }
  return rows;
}
