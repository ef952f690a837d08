import type { MutualOptions } from '../../../src/training/few-shot/mutual.js';
import { ESTIMATED_PRIOR } from '../../../src/training/few-shot/transduction.js';
import type { EventsConfig } from './events.js';
import type { PassagesConfig } from './passages.js';

/**
 * Chosen on fleet 101: for passages on its part `held`, for events on its two validation recordings. No figure is of
 * either.
 */
export const MUTUAL_OPTIONS: Record<'passages' | 'events', MutualOptions> = {
  passages: {
    transduction: { ...ESTIMATED_PRIOR, supportWeight: 0.1, conditionalWeight: 0.3 },
    fineTuning: { steps: 5, learningRate: 3e-4, namingWeight: 0.7, pullWeight: 0.6 },
    confidence: { least: 0.8, mostWindows: 64 },
    rounds: 1,
    centre: null,
  },
  events: {
    transduction: ESTIMATED_PRIOR,
    fineTuning: { steps: 5, learningRate: 1e-3, namingWeight: 0.7, pullWeight: 0.6 },
    confidence: { least: 0.8, mostWindows: 64 },
    rounds: 2,
    centre: null,
  },
};

export const PASSAGES_CONFIG: Omit<PassagesConfig, 'seed'> = {
  shots: [1, 3, 5, 10],
  queries: 20,
  episodes: 50,
};

export const EVENTS_CONFIG: Omit<EventsConfig, 'seed'> = {
  kinds: 10,
  rounds: 10,
  strangers: 4,
  shown: 5,
  validationRecordings: 1,
  testRecordings: 2,
  workers: 1,
};
