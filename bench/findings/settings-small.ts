import type { MutualOptions } from '../../src/training/few-shot/mutual.js';
import { BASE_OPTIONS } from './mutual/base-encoder.js';
import { MUTUAL_OPTIONS } from './mutual/settings.js';
import { FULL, type MaeSettings, type Settings } from './settings.js';

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
    clips: 360,
    fleet: 11,
    copies: 1,
    sites: false,
    options: { ...FULL.recipe.options, ...SMALL_ENCODER, episodes: 1, warmUpEpisodes: 0, ways: 3 },
    passages: { seed: 'recipe', vessels: 12, recordingsPerVessel: 2, sites: 4, seconds: 5 },
    shots: [1],
    tasks: 8,
  },
};
