import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../src/simulator/random.js';
import { type ImageExample, readImageSet } from '../../src/training/few-shot/image-set.js';
import type { PatchSet } from '../../src/training/few-shot/patch-set.js';
import { type OneShotRun, readOneShotRuns } from '../omniglot/one-shot-runs.js';
import { BACKGROUND_SETS, unpack } from '../omniglot/unpack.js';
import { drawPlaces } from './places.js';
import type { Asked, Subject, Task } from './subject.js';

export const IMAGE_SIZE = 35;
const WAYS = 5;

export interface Omniglot {
  sets: readonly PatchSet<ImageExample>[];
  runs: OneShotRun[];
}

const known = new Map<string, Promise<Omniglot>>();

/** Reads, once, both minimal background sets and the 20 published runs. Throws HullprintError (66) when a zip file is missing. */
export function readOmniglot(folder: string): Promise<Omniglot> {
  const reading = known.get(folder) ?? read(folder);
  known.set(folder, reading);
  return reading;
}

async function read(folder: string): Promise<Omniglot> {
  const unpacked = mkdtempSync(join(tmpdir(), 'omniglot-'));
  try {
    unpack(folder, [...BACKGROUND_SETS, 'all_runs'], unpacked);
    return {
      sets: await Promise.all(BACKGROUND_SETS.map((name) => readImageSet(join(unpacked, name), IMAGE_SIZE))),
      runs: await readOneShotRuns(unpacked, IMAGE_SIZE),
    };
  } finally {
    rmSync(unpacked, { recursive: true });
  }
}

export interface CharacterQuestions {
  shots: readonly number[];
  validationTasks: number;
  testTasks: number;
  seed: number;
}

/**
 * Characters as a subject: learnt from one minimal set; asked are those alphabets of the other that are not in it,
 * five characters of one alphabet at a time. The smallest of these alphabets chooses the settings.
 */
export function characterSubject(
  { sets }: Omniglot,
  trainedOn: 0 | 1,
  questions: CharacterQuestions,
): Subject<ImageExample> {
  const training = sets[trainedOn]!;
  const known = new Set(training.domains.map(({ name }) => name));
  const strange = sets[1 - trainedOn]!.domains.filter(({ name }) => !known.has(name)).sort(
    (a, b) => a.classes.length - b.classes.length,
  );
  return {
    training,
    base: itemsOf(training.domains),
    validation: ask(strange.slice(0, 1), questions, questions.validationTasks),
    test: ask(strange.slice(1), questions, questions.testTasks),
    tiling: { tile: [7, 7], spread: 0.3 },
    plain: (patch) => patch.slice(),
  };
}

function itemsOf(domains: PatchSet<ImageExample>['domains']) {
  return domains.flatMap((domain) =>
    domain.classes.flatMap(({ name, examples }) =>
      examples.map((example) => ({ example, group: `${domain.name} ${name}`, stratum: 'characters' })),
    ),
  );
}

function ask(
  domains: PatchSet<ImageExample>['domains'],
  { shots, seed }: CharacterQuestions,
  count: number,
): Asked<ImageExample> {
  const items = itemsOf(domains);
  const places = new Map<string, number[]>();
  for (const [place, { group }] of items.entries()) places.set(group, [...(places.get(group) ?? []), place]);
  const tasks = shots.map((k) => {
    const random = new Random(`characters ${seed} ${k}`);
    const drawn = Array.from({ length: count }, (): Task => {
      const domain = random.choice(domains);
      return drawPlaces(WAYS, domain.classes.length, random).map((index) => {
        const own = places.get(`${domain.name} ${domain.classes[index]!.name}`)!;
        const [query, ...support] = drawPlaces(k + 1, own.length, random).map((place) => own[place]!);
        return { query: query!, support };
      });
    });
    return [k, drawn] as const;
  });
  return { items, tasks: Object.fromEntries(tasks) };
}
