import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withinSnr } from '../../../src/commands/snr-option.js';
import { vesselOf } from '../../../src/datasets/identities.js';
import { readIndex } from '../../../src/datasets/index-file.js';
import type { LabelledRecording } from '../../../src/datasets/labelled-recording.js';
import type { Size } from '../../../src/prototypes/assessment.js';
import { writePassages } from '../../../src/simulator/output/write-passages.js';
import type { Settings } from '../settings.js';
import { shipTasks } from '../ship-tasks.js';
import type { Asked } from '../subject.js';
import type { Folders } from '../subjects.js';

/** Ships of these SNRs are asked, dB, and all recordings without one. */
export const ASKED_SNR_DB = [0, 20] as const;

/** Renders the passages that the trained models are asked, where that was not done. Gives the path of their index. */
export async function renderPassages({ recipe }: Settings, { work }: Folders): Promise<string> {
  const folder = join(work, 'recipe-passages');
  const index = join(folder, 'index.csv');
  if (existsSync(index)) return index; // written last
  rmSync(folder, { recursive: true, force: true });
  await writePassages(recipe.passages, folder);
  return index;
}

/** The passages as they are asked: each for its verdict, and in few-shot tasks, no vessel or site in support and query. */
export async function askedPassages(settings: Settings, folders: Folders): Promise<Asked<LabelledRecording>> {
  const index = await renderPassages(settings, folders);
  const recordings = withinSnr(await readIndex(index), ASKED_SNR_DB, index);
  const items = recordings.map((recording) => ({
    example: recording,
    group: vesselOf(recording) ?? recording.recordingId,
    stratum: recording.size,
  }));
  const drawn = items.map(({ example: { recordingId, site, size }, group }) => ({
    recordingId,
    site,
    size: size as Size,
    vessel: group,
  }));
  const { shots, tasks } = settings.recipe;
  return { items, tasks: shipTasks(drawn, { shots, tasks, seed: 1, disjointSites: true }) };
}
