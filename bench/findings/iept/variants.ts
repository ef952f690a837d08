import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/simulator/random.js';
import { train } from '../../../src/training/few-shot/descent.js';
import { drawEpisode, writeViews } from '../../../src/training/few-shot/episode.js';
import { IEPT_OPTIONS, Iept, type IeptOptions } from '../../../src/training/few-shot/iept.js';
import type { Objective } from '../../../src/training/few-shot/objective.js';
import { PatchEncoder, type PatchEncoderShape } from '../../../src/training/few-shot/patch-encoder.js';
import type { PatchSet } from '../../../src/training/few-shot/patch-set.js';
import { prototypicalObjective } from '../../../src/training/few-shot/prototypical.js';

const OFF = { instance: 0, episode: 0, auxiliary: 0 };

/** What is compared, term by term; null for a prototypical network, which sees one view in training. */
export const VARIANTS = {
  prototypical: null,
  'prototypical, four times the steps': null,
  'every view an episode': { ...OFF, auxiliary: 1, integrated: 0 },
  'integrated views': { ...OFF, integrated: 1 },
  '+ instance': { ...OFF, instance: 0.5, integrated: 1 },
  '+ episode': { ...OFF, instance: 0.5, episode: 0.5, integrated: 1 },
  '+ auxiliary: IEPT': { ...IEPT_OPTIONS },
} satisfies Record<string, Partial<IeptOptions> | null>;
export type VariantName = keyof typeof VARIANTS;
export const VARIANT_NAMES = Object.keys(VARIANTS) as VariantName[];

export interface IeptTraining {
  encoder: Omit<PatchEncoderShape, 'height' | 'width'>;
  ways: number;
  shots: number;
  queries: number;
  steps: number;
  learningRate: number;
  seed: number;
}

export interface TrainedVariant {
  encoder: PatchEncoder;
  /** Null for the prototypical networks. */
  iept: Iept | null;
}

/** Trains one variant; all see the same episodes, all but the prototypical ones under every pretext of the set. */
export async function trainVariant<Example>(
  name: VariantName,
  set: PatchSet<Example>,
  options: IeptTraining,
): Promise<TrainedVariant> {
  const { ways, shots, queries, learningRate, seed } = options;
  const { height, width } = set;
  const encoder = new PatchEncoder({ height, width, ...options.encoder }, seed);
  const terms = VARIANTS[name];
  const views = set.pretexts!.length;
  const iept = terms && new Iept(encoder.embeddingLength, { ...IEPT_OPTIONS, ...terms, shots, views }, seed);
  const objective: Objective = iept ?? prototypicalObjective(shots);
  const shape = { ways, examples: shots + queries, pretexts: terms ? ('every' as const) : undefined };
  const steps = options.steps * (name === 'prototypical, four times the steps' ? 4 : 1);
  await train(
    [...encoder.variables, ...objective.variables],
    (step) => {
      const episode = drawEpisode(set, shape, new Random(`iept ${seed} episode ${step}`), true);
      const batch = tf.tensor4d(episode.patches, [
        episode.patches.length / (height * width),
        height,
        width,
        1,
      ]);
      return objective.loss(
        tf.reshape(encoder.embed(batch, true), [episode.ways, episode.examples, -1]),
        episode.kinds,
      );
    },
    { steps, learningRate },
  );
  return { encoder, iept };
}

/** Ways to read an embedding: of the plain view alone, the mean over all views, and what attention makes of them. */
export type Reading = 'one view' | 'views averaged' | 'views integrated';

/** Embeds patches under every reading that a variant has. */
export async function readViews<Example>(
  { encoder, iept }: TrainedVariant,
  set: PatchSet<Example>,
  patches: Float32Array,
): Promise<Partial<Record<Reading, Float32Array[]>>> {
  const views = set.pretexts!.length;
  const d = encoder.embeddingLength;
  const values = await encoder.embedAll(allViews(set, patches));
  const count = values.length / (views * d);
  const viewsOf = (item: number) =>
    Array.from({ length: views }, (_, view) =>
      values.subarray((item * views + view) * d, (item * views + view + 1) * d),
    );
  const items = Array.from({ length: count }, (_, item) => viewsOf(item));
  const readings: Partial<Record<Reading, Float32Array[]>> = {
    'one view': items.map(([plain]) => plain!.slice()),
    'views averaged': items.map((own) =>
      Float32Array.from({ length: d }, (_, i) => own.reduce((sum, view) => sum + view[i]!, 0) / views),
    ),
  };
  if (iept) {
    const whole = tf.tidy(() => iept.integrate(tf.tensor3d(values, [count, views, d])));
    const rows = (await whole.data()) as Float32Array;
    whole.dispose();
    readings['views integrated'] = items.map((_, item) =>
      rows.slice(item * views * d, (item + 1) * views * d),
    );
  }
  return readings;
}

/** Share of the views of patches that are named right; null where naming was not learnt. */
export async function pretextAccuracy<Example>(
  { encoder, iept }: TrainedVariant,
  name: VariantName,
  set: PatchSet<Example>,
  patches: Float32Array,
): Promise<number | null> {
  const terms = VARIANTS[name];
  if (!iept || !terms || terms.instance === 0) return null;
  const views = set.pretexts!.length;
  const values = await encoder.embedAll(allViews(set, patches));
  const named = tf.tidy(() =>
    iept.namedViews(
      tf.tensor3d(values, [
        values.length / (views * encoder.embeddingLength),
        views,
        encoder.embeddingLength,
      ]),
    ),
  );
  const answers = Int32Array.from(await named.data());
  named.dispose();
  return answers.reduce((sum, answer, i) => sum + Number(answer === i % views), 0) / answers.length;
}

/** Every view of every patch, drawn alike each time. */
function allViews<Example>(
  { height, width, pretexts = [] }: PatchSet<Example>,
  patches: Float32Array,
): Float32Array {
  const length = height * width;
  const all = new Float32Array(patches.length * pretexts.length);
  for (let item = 0; item < patches.length / length; item++) {
    const own = all.subarray(item * pretexts.length * length, (item + 1) * pretexts.length * length);
    own.set(patches.subarray(item * length, (item + 1) * length));
    writeViews(pretexts, own, new Random(`views of item ${item}`));
  }
  return all;
}
