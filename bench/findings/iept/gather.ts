import { median, round, rounded } from '../figures.js';
import { ieptJobs } from '../jobs.js';
import type { IeptFindings } from '../results.js';
import { type Field, ieptSettings, type Settings } from '../settings.js';
import type { Asked } from '../subject.js';
import { type Folders, subjectOf } from '../subjects.js';
import { accuracyOf, differenceOf, scoreOf, tallyOf } from '../tallies.js';
import type { IeptResult } from '../work.js';
import { readAll } from '../work-folder.js';
import { type Reading, VARIANT_NAMES, VARIANTS, type VariantName } from './variants.js';

type VariantReading = readonly [VariantName, Reading];

/** How a variant is read when it is asked: as it was trained, and a network of one view by the mean of all too. */
const READINGS: readonly VariantReading[] = VARIANT_NAMES.flatMap((variant) =>
  readingsOf(variant).map((reading): VariantReading => [variant, reading]),
);

function readingsOf(variant: VariantName): Reading[] {
  if (VARIANTS[variant] === null) return ['one view', 'views averaged'];
  return variant === 'every view an episode' ? ['one view', 'views integrated'] : ['views integrated'];
}

/** What the pretext tasks and the attention add to the views. */
export const ADDED = 'IEPT, less plain averaging';
/** The views as augmentation in training, at no cost where the network runs. */
export const AUGMENTATION =
  'every view an episode but answered by one, less a prototypical network of as many forward passes';

/** What is taken from what, for the question whose credit it is. */
const COMPARED: readonly (readonly [title: string, a: VariantReading, b: VariantReading])[] = [
  [
    'IEPT, less a prototypical network',
    ['+ auxiliary: IEPT', 'views integrated'],
    ['prototypical', 'one view'],
  ],
  [
    'IEPT, less a prototypical network of as many forward passes',
    ['+ auxiliary: IEPT', 'views integrated'],
    ['prototypical, four times the steps', 'one view'],
  ],
  [AUGMENTATION, ['every view an episode', 'one view'], ['prototypical, four times the steps', 'one view']],
  [
    'plain averaging (every view an episode, distances averaged), less a prototypical network',
    ['every view an episode', 'views integrated'],
    ['prototypical', 'one view'],
  ],
  [ADDED, ['+ auxiliary: IEPT', 'views integrated'], ['every view an episode', 'views integrated']],
  [
    'attention over the views, less plain averaging',
    ['integrated views', 'views integrated'],
    ['every view an episode', 'views integrated'],
  ],
  ['the instance-level term', ['+ instance', 'views integrated'], ['integrated views', 'views integrated']],
  ['the episode-level term', ['+ episode', 'views integrated'], ['+ instance', 'views integrated']],
  ['the auxiliary term', ['+ auxiliary: IEPT', 'views integrated'], ['+ episode', 'views integrated']],
];

/** Gathers the variants learnt from one set; null where a job is missing. */
export async function gatherIept(
  field: Field,
  set: 0 | 1,
  settings: Settings,
  folders: Folders,
): Promise<IeptFindings | null> {
  const { seeds } = ieptSettings(field, settings);
  const jobs = ieptJobs(field, settings).filter((job) => job.set === set);
  const made = readAll(folders.work, jobs);
  if (!made) return null;
  const { test } = await subjectOf(jobs[0]!, settings, folders);
  const of = (variant: VariantName) =>
    made.filter(({ job }) => job.variant === variant).map(({ result }) => result);
  const tallies = ([variant, reading]: VariantReading, k: number) =>
    tallyOf(
      test,
      k,
      of(variant).map(({ readings }) => readings[reading]![k]!),
    );
  const shots = Object.keys(test.tasks).map(Number);
  return {
    seeds: [...seeds],
    readings: READINGS.map((pair) => ({
      variant: pair[0],
      reading: pair[1],
      byShots: Object.fromEntries(shots.map((k) => [k, rounded(scoreOf(tallies(pair, k)))])),
      seeds: of(pair[0]).map(({ readings }) => seedAccuracy(test, readings[pair[1]]!, shots[0]!)),
      runsError: meanError(of(pair[0]), pair[1]),
    })),
    differences: COMPARED.flatMap(([title, a, b]) =>
      shots.map((k) => ({ title, shots: k, ...rounded(differenceOf(tallies(a, k), tallies(b, k))) })),
    ),
    pretextAccuracy: mean(of('+ auxiliary: IEPT').map(({ pretextAccuracy }) => pretextAccuracy!)),
    secondsByVariant: Object.fromEntries(
      VARIANT_NAMES.map((name) => [name, median(of(name).map(({ seconds }) => seconds))]),
    ),
  };
}

function seedAccuracy(test: Asked, byShots: Record<string, string>, k: number): number {
  return round(accuracyOf(tallyOf(test, k, [byShots[k]!])));
}

function meanError(made: readonly IeptResult[], reading: Reading): number | null {
  return made[0]!.runsError ? mean(made.map(({ runsError }) => runsError![reading]!)) : null;
}

function mean(values: readonly number[]): number {
  return round(values.reduce((sum, value) => sum + value, 0) / values.length);
}
