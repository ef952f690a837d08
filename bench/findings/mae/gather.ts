import { DECIDING_SHOTS, decide } from '../decision-rule.js';
import { median, round, rounded } from '../figures.js';
import { maeJobs } from '../jobs.js';
import { type Cell, type MaeFindings, PAIRS } from '../results.js';
import { type Field, type FineTuning, maeSettings, type RunName, type Settings } from '../settings.js';
import type { Asked, Item } from '../subject.js';
import { type Folders, subjectOf } from '../subjects.js';
import { accuracyOf, differenceOf, scoreOf, type Tally, tallyItems, tallyOf } from '../tallies.js';
import type { MaeResult } from '../work.js';
import { readAll } from '../work-folder.js';
import { ARMS, type Arm } from './arms.js';
import { fineTuningEpisodes } from './fine-tune.js';

/** Gathers the arms of one run; null where a job is missing. */
export async function gatherMae(
  field: Field,
  run: RunName,
  settings: Settings,
  folders: Folders,
): Promise<MaeFindings | null> {
  const { seeds, shots, fineTuning } = maeSettings(field, settings);
  const jobs = maeJobs(field, settings).filter((job) => job.run === run);
  const all = readAll(folders.work, jobs);
  if (!all) return null;
  const { validation, test } = await subjectOf(jobs[0]!, settings, folders);
  const gathered = ARMS.map((arm) => {
    const made = all.filter(({ job }) => job.arm === arm).map(({ result }) => result);
    return [arm, gatherArm(made, validation, test, shots, tunedItems(test, fineTuning))] as const;
  });
  const byArm = Object.fromEntries(gathered) as Record<Arm, ReturnType<typeof gatherArm>>;
  const differences = PAIRS.map(([less, from]) => ({
    less,
    from,
    ...rounded(differenceOf(byArm[less].deciding, byArm[from].deciding)),
  }));
  const of = (from: Arm) => differences.find((one) => one.less === 'mae' && one.from === from)!;
  return {
    seeds: [...seeds[run]],
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
  tuned: readonly Item[],
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
      fineTuned: fineTuned.length > 0 ? rounded(scoreOf(tallyItems(tuned, fineTuned))) : null,
      losses: made[0]!.losses,
      seconds: median(made.map(({ seconds }) => seconds)),
    },
  };
}

/** The queries of fine-tuning; those of one episode share an encoder, so episodes are what is resampled. */
function tunedItems(test: Asked, options: FineTuning): Item[] {
  return fineTuningEpisodes(test, DECIDING_SHOTS, options).flatMap(({ queries }, episode) =>
    queries.map(({ place }) => {
      const item = test.items[place]!;
      return { ...item, group: `episode ${episode} ${item.stratum}` };
    }),
  );
}
