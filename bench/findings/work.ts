import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageExample } from '../../src/training/few-shot/image-set.js';
import { nearestSupport } from '../../src/training/few-shot/one-shot.js';
import { DECIDING_SHOTS } from './decision-rule.js';
import { answer } from './heads.js';
import { pretextAccuracy, type Reading, readViews, trainVariant } from './iept/variants.js';
import { type IeptJob, type Job, type MaeJob, nameOf } from './jobs.js';
import { poolAll, trainArm } from './mae/arms.js';
import { fineTune } from './mae/fine-tune.js';
import { type Probe, plainEmbed, probe } from './mae/probe.js';
import { drawReconstruction } from './mae/reconstruction.js';
import { type MutualResult, mutualJob } from './mutual/job.js';
import { readOmniglot } from './omniglot.js';
import { type RecipeResult, recipeJob } from './recipe/job.js';
import { ieptSettings, maeSettings, type Settings } from './settings.js';
import { type Item, patchesOf, type Subject } from './subject.js';
import { type Folders, subjectOf } from './subjects.js';
import { packBits } from './tallies.js';

export interface MaeResult {
  probes: Probe[];
  /** Right answers after fine-tuning at the deciding shots; null where nothing was fine-tuned. */
  fineTuned: string | null;
  /** Of every twentieth part of the training. */
  losses: number[];
  seconds: number;
}

export interface IeptResult {
  /** Right answers by reading and by the number of support examples. */
  readings: Partial<Record<Reading, Record<string, string>>>;
  /** Share of wrong answers in the published one-shot runs of Omniglot, by reading; null for ships. */
  runsError: Partial<Record<Reading, number>> | null;
  /** Share of views of strange examples that are named right; null where naming is not learnt. */
  pretextAccuracy: number | null;
  seconds: number;
}

/** Does one job on the backend that is set. */
export async function work(
  job: Job,
  settings: Settings,
  folders: Folders,
): Promise<MaeResult | IeptResult | MutualResult | RecipeResult> {
  if (job.study === 'mutual') return mutualJob(job.seed, settings, folders);
  if (job.study === 'recipe') return recipeJob(job, settings, folders);
  const subject = await subjectOf(job, settings, folders);
  return job.study === 'mae'
    ? workMae(job, subject, settings, folders)
    : workIept(job, subject, settings, folders);
}

async function workMae(
  job: MaeJob,
  subject: Subject<unknown>,
  settings: Settings,
  folders: Folders,
): Promise<MaeResult> {
  const { arm, seed, field } = job;
  const own = maeSettings(field, settings);
  if (arm === 'plain') {
    return { probes: await probe(subject, plainEmbed(subject)), fineTuned: null, losses: [], seconds: 0 };
  }
  const started = performance.now();
  const { encoder, losses, autoencoder } = await trainArm(arm, subject, { ...own, seed });
  const seconds = Math.round((performance.now() - started) / 1000);
  if (arm === 'mae' && autoencoder) {
    writeFileSync(
      join(folders.work, `${nameOf(job)}.png`),
      await drawReconstruction(autoencoder, subject, field),
    );
  }
  const probes = await probe(subject, (patches) => poolAll(encoder, patches));
  const fineTuned = await fineTune(encoder, subject, DECIDING_SHOTS, own.fineTuning);
  return { probes, fineTuned, losses: thinned(losses), seconds };
}

async function workIept(
  job: IeptJob,
  subject: Subject<unknown>,
  settings: Settings,
  folders: Folders,
): Promise<IeptResult> {
  const { variant, seed, field } = job;
  const own = ieptSettings(field, settings);
  const started = performance.now();
  const trained = await trainVariant(variant, subject.training, { ...own, seed });
  const seconds = Math.round((performance.now() - started) / 1000);
  const read = async (items: readonly Item[]) =>
    readViews(trained, subject.training, patchesOf(subject, items));
  const patches = patchesOf(subject, subject.test.items);
  const readings = await readViews(trained, subject.training, patches);
  return {
    readings: Object.fromEntries(
      Object.entries(readings).map(([reading, rows]) => [reading, answersOf(rows!, subject)]),
    ),
    runsError: field === 'characters' ? await runsErrorOf(read, folders.omniglot!) : null,
    pretextAccuracy: await pretextAccuracy(trained, variant, subject.training, patches),
    seconds,
  };
}

/** Nearest prototype, as IEPT answers. */
function answersOf(rows: readonly Float32Array[], { test }: Subject<unknown>): Record<string, string> {
  const doubles = rows.map((row) => Float64Array.from(row));
  return Object.fromEntries(
    Object.entries(test.tasks).map(([shots, tasks]) => [
      shots,
      packBits(tasks.flatMap((task) => answer(doubles, task, ['prototype'])[0]!)),
    ]),
  );
}

async function runsErrorOf(
  read: (items: readonly Item[]) => ReturnType<typeof readViews>,
  folder: string,
): Promise<Partial<Record<Reading, number>>> {
  const { runs } = await readOmniglot(folder);
  const wrong: Partial<Record<Reading, number>> = {};
  for (const { queries, supports, answers } of runs) {
    const [asked, known] = [await read(queries.map(itemOf)), await read(supports.map(itemOf))];
    for (const reading of Object.keys(asked) as Reading[]) {
      const { length } = known[reading]![0]!;
      const given = nearestSupport(concatenated(asked[reading]!), concatenated(known[reading]!), length);
      const errors = given.filter((place, i) => place !== answers[i]).length;
      wrong[reading] = (wrong[reading] ?? 0) + errors / (queries.length * runs.length);
    }
  }
  return wrong;
}

const itemOf = (example: ImageExample): Item => ({ example, group: '', stratum: '' });

function concatenated(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...row]));
}

function thinned(all: readonly number[]): number[] {
  const every = Math.max(1, Math.round(all.length / 20));
  return all.filter((_, i) => i % every === 0 || i === all.length - 1).map((loss) => Number(loss.toFixed(4)));
}
