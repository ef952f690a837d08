import { Random } from '../../../src/simulator/random.js';
import { gatherRows } from '../../../src/training/few-shot/in-batches.js';
import { type MutualOptions, predictQueries } from '../../../src/training/few-shot/mutual.js';
import type { PatchEncoder } from '../../../src/training/few-shot/patch-encoder.js';
import { assumingBalance } from '../../../src/training/few-shot/transduction.js';
import { type FleetRecording, patchesOf } from './base-encoder.js';
import {
  CLASSES,
  drawPassageEpisode,
  type PassageEpisode,
  QUERY_MIXES,
  type QueryMix,
} from './passage-episodes.js';
import { MUTUAL_OPTIONS } from './settings.js';
import { withoutQuery } from './without-query.js';

/** Ways to answer, side by side; the first is what the others are compared with. */
export const PASSAGE_WAYS = [
  'inductive',
  'fitted to support',
  'balanced prior',
  'transductive',
  'tuned on support',
  'mutual',
] as const;
export type PassageWay = (typeof PASSAGE_WAYS)[number];

export interface PassagesConfig {
  seed: number;
  shots: readonly number[];
  /** Recordings in the query of an episode. */
  queries: number;
  /** For each number of shots and each mix. */
  episodes: number;
  options?: MutualOptions;
}

export const ROLES = ['even', 'frequent', 'rare'] as const;
type Role = (typeof ROLES)[number];

/** The answers to one query recording. */
export interface PassageAnswers {
  episode: number;
  vessel: string;
  /** Number of its class in `CLASSES`. */
  kind: number;
  /** How common its class was in the query. */
  role: Role;
  /** 1 where right, by way in the order of `PASSAGE_WAYS`. */
  right: number[];
}

export interface PassagesCell {
  mix: QueryMix;
  shots: number;
  episodes: number;
  answers: PassageAnswers[];
}

export interface PassagesResult {
  cells: PassagesCell[];
}

/** Recordings that episodes are drawn from, and what each window is before the encoder's last block. */
interface Pool {
  recordings: readonly FleetRecording[];
  activations: Float32Array;
  /** Values of the activations of a recording, and its windows. */
  length: number;
  windows: number;
}

/**
 * Classifies passages as big or small from a few recordings of support. `recordings` are of vessels that the encoder
 * never heard; `centre` is the mean embedding of those that it did.
 */
export async function passagesJob(
  config: PassagesConfig,
  encoder: PatchEncoder,
  recordings: readonly FleetRecording[],
  centre: Float32Array,
): Promise<PassagesResult> {
  const ships = recordings.filter(({ size }) => size !== 'none');
  const activations = await encoder.activationsOf(patchesOf(ships));
  const length = activations.length / ships.length;
  const pool: Pool = { recordings: ships, activations, length, windows: ships[0]!.windows.length };
  const cells: PassagesCell[] = [];
  for (const mix of QUERY_MIXES) {
    for (const shots of config.shots) cells.push(await cellOf(config, { mix, shots }, encoder, pool, centre));
  }
  return { cells };
}

async function cellOf(
  config: PassagesConfig,
  { mix, shots }: Pick<PassagesCell, 'mix' | 'shots'>,
  encoder: PatchEncoder,
  pool: Pool,
  centre: Float32Array,
): Promise<PassagesCell> {
  const { seed, queries, episodes, options = MUTUAL_OPTIONS.passages } = config;
  const answers: PassageAnswers[] = [];
  for (let number = 0; number < episodes; number++) {
    const random = new Random(`passages ${seed}/${mix}/${shots}/${number}`);
    const episode = drawPassageEpisode(pool.recordings, { mix, shots, queries, number }, random);
    const verdicts = await verdictsOf(episode, encoder, pool, { ...options, centre });
    for (const [i, place] of episode.query.entries()) {
      const { vessel, size } = pool.recordings[place]!;
      const kind = CLASSES.indexOf(size as (typeof CLASSES)[number]);
      const role: Role = episode.frequent === null ? 'even' : episode.frequent === kind ? 'frequent' : 'rare';
      const right = verdicts.map((verdict) => Number(verdict[i] === kind));
      answers.push({ episode: number, vessel, kind, role, right });
    }
  }
  return { mix, shots, episodes, answers };
}

/** Class of each query recording, by way. */
async function verdictsOf(
  { support, query }: PassageEpisode,
  encoder: PatchEncoder,
  { recordings, activations, length, windows }: Pool,
  options: MutualOptions,
): Promise<number[][]> {
  const gather = (places: readonly number[]) => gatherRows(activations, length, places);
  const perWindow = <T>(items: readonly T[]) => items.flatMap((item) => Array<T>(windows).fill(item));
  const labels = support.map((place) => CLASSES.indexOf(recordings[place]!.size as (typeof CLASSES)[number]));
  const task = {
    classes: CLASSES.length,
    support: { activations: gather(support), labels: perWindow(labels) },
    query: { activations: gather(query), recordings: perWindow(query.map((_, i) => i)) },
  };
  const found = await predictQueries(encoder, task, options);
  const balanced = await predictQueries(encoder, task, {
    ...options,
    transduction: assumingBalance(options.transduction),
    rounds: 0,
  });
  const tuned = await predictQueries(encoder, task, withoutQuery(options));
  const ways = [
    found.inductive,
    found.fitted,
    balanced.transductive,
    found.transductive,
    tuned.mutual,
    found.mutual,
  ];
  return ways.map((probabilities) =>
    query.map((_, i) => (probabilities[2 * i]! >= probabilities[2 * i + 1]! ? 0 : 1)),
  );
}
