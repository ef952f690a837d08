import type { PassageSet } from '../../src/simulator/passages.js';
import type { FewShotOptions } from '../../src/training/few-shot/training-options.js';
import type { TransformerShape } from '../../src/training/few-shot/vision-transformer.js';
import { SHIP_OPTIONS } from '../../src/training/ships/ship-training.js';
import type { IeptTraining } from './iept/variants.js';
import { BASE_OPTIONS } from './mutual/base-encoder.js';
import type { EventsConfig } from './mutual/events.js';
import type { PassagesConfig } from './mutual/passages.js';
import { EVENTS_CONFIG, PASSAGES_CONFIG } from './mutual/settings.js';

/** Two runs of other fleets and training seeds: the second shows whether a verdict was luck. */
export const RUNS = ['first', 'second'] as const;
export type RunName = (typeof RUNS)[number];

/** What is asked about: both fields have studies of their own. */
export type Field = 'ships' | 'characters';

export interface FineTuning {
  episodes: number;
  /** Queries of each class in an episode. */
  queries: number;
  steps: number;
  learningRate: number;
}

export interface MaeSettings {
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
    clips: 24_000,
    fleet: 1,
    copies: 2,
    sites: true,
    options: RECIPE,
    passages: { seed: 'recipe', vessels: 180, recordingsPerVessel: 3, sites: 36, seconds: 20 },
    shots: [1, 5],
    tasks: 600,
  },
};

/** Of the study on masked autoencoders. */
export function maeSettings(field: Field, { maeShips, maeCharacters }: Settings): MaeSettings {
  return field === 'ships' ? maeShips : maeCharacters;
}

/** Of the study on IEPT. */
export function ieptSettings(field: Field, { ieptShips, ieptCharacters }: Settings): IeptSettings {
  return field === 'ships' ? ieptShips : ieptCharacters;
}
