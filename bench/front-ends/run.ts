import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { parseChange } from '../../src/evaluation/audio-change.js';
import { analysisRateHz } from '../../src/features/analysis.js';
import type { Size } from '../../src/prototypes/assessment.js';
import { Random } from '../../src/simulator/random.js';
import { Adam } from '../../src/training/few-shot/adam.js';
import { Classifier } from './classifier.js';
import type { Clip } from './clips.js';
import { CLIP_SECONDS } from './clips.js';
import { msPerSecond } from './cost.js';
import { ENTRANTS, type EntrantName } from './entrants.js';
import { FIRST_HOP, type FrontEnd, HOP_SAMPLES } from './front-end.js';

/** All that decides what a run gives, beside front end and seed; equal for all that are compared. */
export const protocolSchema = z.strictObject({
  trainingClips: z.int(),
  validationClips: z.int(),
  epochs: z.int(),
  batchClips: z.int(),
  learningRate: z.number(),
  /** Length of the excerpts that are learnt from; verdicts are on whole clips. */
  excerptHops: z.int(),
});
export type Protocol = z.infer<typeof protocolSchema>;

export const CONDITIONS = ['as recorded', 'tilt-6', 'tilt+6', 'noise20'] as const;
export type Condition = (typeof CONDITIONS)[number];
const SIZES: readonly Size[] = ['big', 'small', 'none'];
const CLIP_HOPS = (CLIP_SECONDS * analysisRateHz) / HOP_SAMPLES;
/** Clips that are judged at once. */
const JUDGED = 20;

export const runSchema = z.strictObject({
  protocol: protocolSchema,
  frontEnd: z.string(),
  seed: z.int(),
  /** One letter for each validation clip, in their order: b, s or n. */
  verdicts: z.record(z.enum(CONDITIONS), z.string()),
  /** Mean loss of each epoch. */
  losses: z.array(z.number()),
  trainingSeconds: z.number(),
  /** Of the front end as learned, in plain TypeScript. */
  msPerSecond: z.number(),
  moved: z.strictObject({ centre: z.number(), widthPercent: z.number() }).optional(),
});
export type Run = z.infer<typeof runSchema>;

export interface RunTask {
  frontEnd: EntrantName;
  seed: number;
  protocol: Protocol;
  training: readonly Clip[];
  validation: readonly Clip[];
}

/** Trains front end and classifier end to end on the tfjs backend that is set, and asks for the validation clips. */
export async function run({ frontEnd: name, seed, protocol, training, validation }: RunTask): Promise<Run> {
  const { make, classifier: kind } = ENTRANTS[name];
  const frontEnd = make();
  const classifier = new Classifier(kind, frontEnd.bands, seed);
  try {
    const started = performance.now();
    const losses = await train(frontEnd, classifier, { seed, protocol, training });
    const trainingSeconds = (performance.now() - started) / 1000;
    const verdicts = {} as Run['verdicts'];
    for (const condition of CONDITIONS)
      verdicts[condition] = await judge(frontEnd, classifier, validation, condition);
    const cost = msPerSecond(frontEnd.plain(), validation);
    const moved = frontEnd.moved?.();
    return {
      ...{ protocol, frontEnd: name, seed, verdicts, losses, trainingSeconds, msPerSecond: cost },
      ...(moved ? { moved } : {}),
    };
  } finally {
    tf.disposeVariables();
  }
}

async function train(
  frontEnd: FrontEnd,
  classifier: Classifier,
  { seed, protocol, training }: Pick<RunTask, 'seed' | 'protocol' | 'training'>,
): Promise<number[]> {
  const { epochs, batchClips, learningRate, excerptHops } = protocol;
  const prepared = training.map(({ samples, size }) => ({ prepared: frontEnd.prepare(samples), size }));
  const steps = Math.floor(training.length / batchClips);
  const losses: number[] = [];
  let optimiser: Adam | null = null;
  let variables: tf.Variable[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    // Drawn apart from the front end, so that all learn from the same excerpts in the same order.
    const random = new Random(`front ends/${seed}/epoch ${epoch}`);
    const order = shuffled(prepared, random);
    let sum = 0;
    for (let step = 0; step < steps; step++) {
      const batch = order.slice(step * batchClips, (step + 1) * batchClips).map((clip) => ({
        ...clip,
        excerpt: { firstHop: random.integer(FIRST_HOP, CLIP_HOPS - excerptHops), hops: excerptHops },
      }));
      const loss = () => {
        const logits = classifier.logits(frontEnd.features(batch, true), true);
        return tf.losses.softmaxCrossEntropy(oneHot(batch.map(({ size }) => size)), logits) as tf.Scalar;
      };
      if (!optimiser) {
        tf.tidy(() => void loss()); // builds the layers
        variables = [...frontEnd.variables, ...classifier.variables];
        optimiser = new Adam(variables);
      }
      const { value, grads } = tf.variableGrads(loss, variables);
      const done = (epoch * steps + step) / (epochs * steps);
      optimiser.apply(grads, epoch * steps + step + 1, learningRate * 0.5 * (1 + Math.cos(Math.PI * done)));
      frontEnd.constrain();
      sum += (await value.data())[0]!;
      tf.dispose([value, grads]);
    }
    losses.push(Number((sum / steps).toFixed(4)));
  }
  return losses;
}

/** One letter a clip. */
async function judge(
  frontEnd: FrontEnd,
  classifier: Classifier,
  clips: readonly Clip[],
  condition: Condition,
): Promise<string> {
  const change = condition === 'as recorded' ? null : parseChange(condition);
  const excerpt = { firstHop: FIRST_HOP, hops: CLIP_HOPS - FIRST_HOP };
  let verdicts = '';
  for (let from = 0; from < clips.length; from += JUDGED) {
    const batch = clips.slice(from, from + JUDGED).map(({ samples }) => {
      const heard = change ? change.apply(samples, analysisRateHz).samples : samples;
      return { prepared: frontEnd.prepare(heard), excerpt };
    });
    const best = tf.tidy(() => tf.argMax(classifier.logits(frontEnd.features(batch, false), false), 1));
    verdicts += Array.from(await best.data(), (size) => SIZES[size]![0]).join('');
    best.dispose();
  }
  return verdicts;
}

function oneHot(sizes: readonly Size[]): tf.Tensor2D {
  const indices = sizes.map((size) => SIZES.indexOf(size));
  return tf.oneHot(tf.tensor1d(indices, 'int32'), SIZES.length) as tf.Tensor2D;
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const pick = random.integer(0, last);
    [order[last], order[pick]] = [order[pick]!, order[last]!];
  }
  return order;
}
