import type { IeptJob, MaeJob } from './jobs.js';
import { characterSubject, readOmniglot } from './omniglot.js';
import { ieptSettings, maeSettings, type RunName, type Settings } from './settings.js';
import { loadFleet, shipSubject } from './ships.js';
import type { Subject } from './subject.js';

/** Where the study keeps what it made, and where Omniglot lies. */
export interface Folders {
  work: string;
  omniglot: string | null;
}

const IEPT_SHOTS = [1, 5];

/** The subject of a job, the same each time. */
export async function subjectOf(
  job: MaeJob | IeptJob,
  settings: Settings,
  folders: Folders,
): Promise<Subject<unknown>> {
  if (job.field === 'characters') {
    const set = job.study === 'iept' ? job.set : job.run === 'first' ? 0 : 1;
    return characterSubject(await readOmniglot(folders.omniglot!), set, {
      ...questionsOf(job, settings),
      seed: 1,
    });
  }
  const run = job.study === 'iept' ? 'first' : job.run;
  const fleet = await fleetOf(run, settings, folders);
  return shipSubject(fleet, { ...questionsOf(job, settings), base: settings.base, seed: 1 });
}

export function fleetOf(run: RunName, { clips, fleets }: Settings, { work }: Folders, workers = 1) {
  return loadFleet(work, { seed: fleets[run], clips, workers });
}

function questionsOf({ study, field }: MaeJob | IeptJob, settings: Settings) {
  if (study === 'iept') {
    return { shots: IEPT_SHOTS, validationTasks: 1, testTasks: ieptSettings(field, settings).tasks };
  }
  const { shots, validationTasks, testTasks } = maeSettings(field, settings);
  return { shots, validationTasks, testTasks };
}
