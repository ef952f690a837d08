import type { PassageSet } from '../../src/simulator/passages.js';
import type { MutualOptions } from '../../src/training/few-shot/mutual.js';
import type { FewShotOptions } from '../../src/training/few-shot/training-options.js';
import type { TransformerShape } from '../../src/training/few-shot/vision-transformer.js';
import { SHIP_OPTIONS } from '../../src/training/ships/ship-training.js';
import type { IeptTraining } from './iept/variants.js';
import { BASE_OPTIONS } from './mutual/base-encoder.js';
import type { EventsConfig } from './mutual/events.js';
import type { PassagesConfig } from './mutual/passages.js';
import { EVENTS_CONFIG, MUTUAL_OPTIONS, PASSAGES_CONFIG } from './mutual/settings.js';

/** Two runs of other fleets and training seeds: the second shows whether a verdict was luck. */
export const RUNS = ['first', 'second'] as const;
export type RunName = (typeof RUNS)[number];

export interface FineTuning {
  episodes: number;
  /** Queries of each class in an episode. */
  queries: number;
  steps: number;
  learningRate: number;
}

interface MaeSettings {
  transformer: Pick<TransformerShape, 'length' | 'heads' | 'blocks'>;
  seeds: Record<RunName, readonly number[]>;
  steps: number;
  batch: number;
  learningRate: number;
  shots: readonly number[];
  validationTasks: number;
  testTasks: number;
  fineTuning: FineTuning;
}

interface IeptSettings extends Omit<IeptTraining, 'seed'> {
  seeds: readonly number[];
  tasks: number;
}

interface MutualSettings {
  seeds: readonly number[];
  encoder: Omit<FewShotOptions, 'seed'>;
  passages: Omit<PassagesConfig, 'seed'>;
  events: Omit<EventsConfig, 'seed'>;
}

interface RecipeSettings {
  seeds: readonly number[];
  /** The fleet of the shipped model. */
  clips: number;
  fleet: number;
  options: Omit<FewShotOptions, 'seed'>;
  /** Responses through which the heads hear each window. */
  copies: number;
  /** Whether the model knows recorders. */
  sites: boolean;
  /** What is asked. */
  passages: PassageSet;
  shots: readonly number[];
  tasks: number;
}

/** What the findings are made with, but for constants that lie beside what they are of. */
export interface Settings {
  /** Clips of each fleet, and the seeds of the fleets. */
  clips: number;
  fleets: Record<RunName, number>;
  /** Recordings that normalisations are fitted on. */
  base: number;
  maeShips: MaeSettings;
  maeCharacters: MaeSettings;
  ieptShips: IeptSettings;
  ieptCharacters: IeptSettings;
  mutual: MutualSettings;
  recipe: RecipeSettings;
}

/** As heard: views are what is asked about. */
const { pretexts: _, seed: _seed, ...RECIPE } = SHIP_OPTIONS;

const FIRST_AND_SECOND = { first: [1, 2, 3], second: [4, 5, 6] };

export const FULL: Settings = {
  clips: 9000,
  fleets: { first: 11, second: 12 },
  base: 2000,
  maeShips: {
    transformer: { length: 64, heads: 4, blocks: 4 },
    seeds: FIRST_AND_SECOND,
    steps: 400,
    batch: 128,
    learningRate: 1e-3,
    shots: [1, 3, 5, 10],
    validationTasks: 400,
    testTasks: 600,
    fineTuning: { episodes: 30, queries: 20, steps: 15, learningRate: 5e-4 },
  },
  maeCharacters: {
    transformer: { length: 64, heads: 4, blocks: 4 },
    seeds: { first: [1, 2, 3], second: [4] },
    steps: 200,
    batch: 128,
    learningRate: 1e-3,
    shots: [1, 3, 5],
    validationTasks: 300,
    testTasks: 600,
    fineTuning: { episodes: 20, queries: 8, steps: 15, learningRate: 5e-4 },
  },
  ieptShips: {
    seeds: [1, 2, 3],
    tasks: 600,
    encoder: { filters: [16, 32, 48, 64], stem: { kernel: [5, 5], strides: [3, 2] }, embeddingLength: 32 },
    ways: 8,
    shots: 2,
    queries: 2,
    steps: 250,
    learningRate: 2e-3,
  },
  ieptCharacters: {
    seeds: [1, 2, 3],
    tasks: 600,
    encoder: { filters: [32, 64, 64, 64] },
    ways: 10,
    shots: 1,
    queries: 2,
    steps: 300,
    learningRate: 2e-3,
  },
  mutual: { seeds: [1, 2], encoder: BASE_OPTIONS, passages: PASSAGES_CONFIG, events: EVENTS_CONFIG },
  recipe: {
    seeds: [1, 2],
    ...{ clips: 24_000, fleet: 1, copies: 2, sites: true, options: RECIPE },
    passages: { seed: 'recipe', vessels: 180, recordingsPerVessel: 3, sites: 36, seconds: 20 },
    shots: [1, 5],
    tasks: 600,
  },
};

const SMALL_MAE: Partial<MaeSettings> = {
  transformer: { length: 8, heads: 2, blocks: 1 },
  seeds: { first: [1], second: [2] },
  steps: 2,
  batch: 8,
  shots: [1, 5],
  validationTasks: 4,
  testTasks: 8,
  fineTuning: { episodes: 1, queries: 2, steps: 1, learningRate: 1e-3 },
};

/** Strides this long make a patch cheap enough for plain JavaScript. */
const SMALL_ENCODER = {
  filters: [3, 4],
  stem: { kernel: [5, 5] as [number, number], strides: [10, 8] as [number, number] },
  embeddingLength: 6,
};

const SMALL_MUTUAL: MutualOptions = {
  ...MUTUAL_OPTIONS.events,
  fineTuning: { ...MUTUAL_OPTIONS.events.fineTuning, steps: 1 },
  confidence: { least: 0.5, mostWindows: 4 },
  rounds: 1,
};

/** The whole way in little: nothing can be read from its figures. */
export const SMALL: Settings = {
  ...FULL,
  clips: 360,
  fleets: { first: 11, second: 11 },
  base: 60,
  maeShips: { ...FULL.maeShips, ...SMALL_MAE },
  maeCharacters: { ...FULL.maeCharacters, ...SMALL_MAE },
  ieptShips: { ...FULL.ieptShips, seeds: [1], tasks: 8, steps: 2, encoder: SMALL_ENCODER, ways: 3 },
  ieptCharacters: {
    ...FULL.ieptCharacters,
    seeds: [1],
    tasks: 8,
    steps: 2,
    encoder: SMALL_ENCODER,
    ways: 3,
  },
  mutual: {
    seeds: [1],
    encoder: { ...BASE_OPTIONS, ...SMALL_ENCODER, episodes: 1, warmUpEpisodes: 0, ways: 3 },
    passages: { shots: [1], queries: 4, episodes: 1, options: SMALL_MUTUAL },
    events: {
      kinds: 2,
      rounds: 2,
      strangers: 0,
      shown: 1,
      validationRecordings: 1,
      testRecordings: 1,
      workers: 1,
      options: SMALL_MUTUAL,
    },
  },
  recipe: {
    seeds: [1],
    ...{ clips: 360, fleet: 11, copies: 1, sites: false },
    options: { ...RECIPE, ...SMALL_ENCODER, episodes: 1, warmUpEpisodes: 0, ways: 3 },
    passages: { seed: 'recipe', vessels: 12, recordingsPerVessel: 2, sites: 4, seconds: 5 },
    shots: [1],
    tasks: 8,
  },
};
