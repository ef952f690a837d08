import { ENTRANT_NAMES, type EntrantName } from './entrants.js';
import type { Protocol } from './run.js';

export interface Study {
  protocol: Protocol;
  /** How often each front end is trained, by the seeds from 1 on. */
  seeds: Partial<Record<EntrantName, number>>;
}

const COMMON = { validationClips: 600, batchClips: 16, learningRate: 3e-3, excerptHops: 20 };
const TWICE = Object.fromEntries(ENTRANT_NAMES.map((name) => [name, 2]));

/**
 * `short`: little enough training for exact LEAF, whose derivatives cost 56 ms of processor time per second of
 * audio, so that it is trained once. `long`: three times as much, for the two that are best after the short one.
 */
export const STUDIES = {
  short: { protocol: { ...COMMON, trainingClips: 1200, epochs: 4 }, seeds: { ...TWICE, leaf: 1 } },
  long: {
    protocol: { ...COMMON, trainingClips: 2400, epochs: 6 },
    seeds: { 'fixed-log': 2, 'leaf-style-log': 2 },
  },
} satisfies Record<string, Study>;

export type StudyName = keyof typeof STUDIES;

/** The runs of a study in the order in which they are best made: all front ends once, then again. */
export function runsOf(study: StudyName): { frontEnd: EntrantName; seed: number }[] {
  const { seeds }: Study = STUDIES[study];
  const most = Math.max(...Object.values(seeds));
  return Array.from({ length: most }, (_, i) => i + 1).flatMap((seed) =>
    entrantsOf(study)
      .filter((name) => seed <= seeds[name]!)
      .map((frontEnd) => ({ frontEnd, seed })),
  );
}

/** Its front ends, in the order of the tables. */
export function entrantsOf(study: StudyName): EntrantName[] {
  return ENTRANT_NAMES.filter((name) => name in STUDIES[study].seeds);
}
