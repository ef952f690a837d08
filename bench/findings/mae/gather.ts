import { DECIDING_SHOTS, decide } from '../decision-rule.js';
import type { Field, MaeJob } from '../jobs.js';
import { type Cell, type MaeFindings, PAIRS } from '../results.js';
import type { RunName, Settings } from '../settings.js';
import type { Asked } from '../subject.js';
import { type Places, subjectOf } from '../subjects.js';
import { accuracyOf, differenceOf, scoreOf, type Tally, tallyOf } from '../tallies.js';
import type { MaeResult } from '../work.js';
import { readResult } from '../work-folder.js';
import { ARMS, type Arm } from './arms.js';
import { fineTuningEpisodes } from './fine-tune.js';

/** Gathers the arms of one run; null where a job is missing. */
export async function gatherMae(
  field: Field,
  run: RunName,
  settings: Settings,
  places: Places,
): Promise<MaeFindings | null> {
  const own = field === 'ships' ? settings.maeShips : settings.maeCharacters;
  const seeds = own.seeds[run];
  const jobsOf = (arm: Arm): MaeJob[] =>
    (arm === 'plain' ? seeds.slice(0, 1) : seeds).map((seed) => ({ study: 'mae', field, run, seed, arm }));
  const results = ARMS.map((arm) => jobsOf(arm).map((job) => readResult(places.work, job)));
  if (results.flat().includes(null)) return null;
  const { validation, test } = await subjectOf(jobsOf('plain')[0]!, settings, places);
  const gathered = ARMS.map((arm, i) => {
    const made = results[i] as MaeResult[];
    return [arm, gatherArm(made, validation, test, own.shots, tunedAsked(test, own.fineTuning))] as const;
  });
  const byArm = Object.fromEntries(gathered) as Record<Arm, ReturnType<typeof gatherArm>>;
  const differences = PAIRS.map(([less, from]) => ({
    less,
    from,
    ...rounded(differenceOf(byArm[less].deciding, byArm[from].deciding)),
  }));
  const of = (from: Arm) => differences.find((one) => one.less === 'mae' && one.from === from)!;
  return {
    seeds: [...seeds],
    arms: Object.fromEntries(gathered.map(([arm, { findings }]) => [arm, findings])) as MaeFindings['arms'],
    differences,
    verdict: decide(of('contrastive'), of('plain')),
  };
}

function gatherArm(
  made: readonly MaeResult[],
  validation: Asked,
  test: Asked,
  shots: readonly number[],
  tuned: Asked,
): { findings: MaeFindings['arms'][Arm]; deciding: Tally[] } {
  const cells = made[0]!.probes.map(({ pooling, normalisation, head }, place): Cell => {
    const mean = (asked: Asked, side: 'validation' | 'test') =>
      accuracyOf(
        tallyOf(
          asked,
          DECIDING_SHOTS,
          made.map(({ probes }) => probes[place]![side][DECIDING_SHOTS]!),
        ),
      );
    return {
      pooling,
      normalisation,
      head,
      validation: round(mean(validation, 'validation')),
      test: round(mean(test, 'test')),
    };
  });
  const best = cells.reduce(
    (best, cell, place) => (cell.validation > cells[best]!.validation ? place : best),
    0,
  );
  const tallies = (k: number) =>
    tallyOf(
      test,
      k,
      made.map(({ probes }) => probes[best]!.test[k]!),
    );
  const deciding = tallies(DECIDING_SHOTS);
  const fineTuned = made.flatMap(({ fineTuned }) => fineTuned ?? []);
  return {
    deciding,
    findings: {
      chosen: cells[best]!,
      byShots: Object.fromEntries(shots.map((k) => [k, rounded(scoreOf(tallies(k)))])),
      seeds: made.map(({ probes }) =>
        round(accuracyOf(tallyOf(test, DECIDING_SHOTS, [probes[best]!.test[DECIDING_SHOTS]!]))),
      ),
      cells,
      fineTuned: fineTuned.length > 0 ? rounded(scoreOf(tallyOf(tuned, DECIDING_SHOTS, fineTuned))) : null,
      losses: made[0]!.losses,
      seconds: median(made.map(({ seconds }) => seconds)),
    },
  };
}

/** The queries of fine-tuning as tasks; those of one episode share an encoder, so episodes are what is resampled. */
function tunedAsked(test: Asked, options: Parameters<typeof fineTuningEpisodes>[2]): Asked {
  const episodes = fineTuningEpisodes(test, DECIDING_SHOTS, options);
  const items = episodes.flatMap(({ queries }, episode) =>
    queries.map(({ place }) => {
      const item = test.items[place]!;
      return { ...item, group: `episode ${episode} ${item.stratum}` };
    }),
  );
  const tasks = items.map((_, place) => [{ query: place, support: [] }]);
  return { items, tasks: { [DECIDING_SHOTS]: tasks } };
}

export function round(value: number): number {
  return Number(value.toFixed(4));
}

/** Four digits are more than the intervals know. */
export function rounded<T extends { interval: [number, number] }>(score: T): T {
  const entries = Object.entries(score).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(round) : round(value as number),
  ]);
  return Object.fromEntries(entries) as T;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
