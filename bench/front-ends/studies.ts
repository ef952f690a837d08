import { ENTRANT_NAMES, type EntrantName } from './entrants.js';
import type { Protocol } from './run.js';

export interface Study {
  protocol: Protocol;
  entrants: readonly EntrantName[];
  seeds: readonly number[];
}

const COMMON = { validationClips: 600, batchClips: 16, learningRate: 3e-3, excerptHops: 20 };

/**
 * `short`: little enough training for exact LEAF, whose derivatives cost 56 ms of processor time per second of
 * audio. `long`: three times as much, for all but exact LEAF.
 */
export const STUDIES = {
  short: {
    protocol: { ...COMMON, trainingClips: 1200, epochs: 4 },
    entrants: ENTRANT_NAMES,
    seeds: [1, 2],
  },
  long: {
    protocol: { ...COMMON, trainingClips: 2400, epochs: 6 },
    entrants: ENTRANT_NAMES.filter((name) => name !== 'leaf'),
    seeds: [1, 2],
  },
} satisfies Record<string, Study>;

export type StudyName = keyof typeof STUDIES;
