import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withinSnr } from '../../../src/commands/snr-option.js';
import { vesselOf } from '../../../src/datasets/identities.js';
import { readIndex } from '../../../src/datasets/index-file.js';
import type { LabelledRecording } from '../../../src/datasets/labelled-recording.js';
import { drawEpisodes } from '../../../src/evaluation/few-shot-episodes.js';
import type { Size } from '../../../src/prototypes/assessment.js';
import { writePassages } from '../../../src/simulator/output/write-passages.js';
import type { Settings } from '../settings.js';
import type { Asked } from '../subject.js';
import type { Places } from '../subjects.js';

/** Ships of these SNRs are asked, dB, and all recordings without one. */
const SNR_DB = [0, 20] as const;

/** Tasks of no support: what the whole model says of each recording. */
export const VERDICTS = 0;

/** Renders the passages that the trained models are asked, where that was not done. Gives the path of their index. */
export async function renderPassages({ recipe }: Settings, { work }: Places): Promise<string> {
  const folder = join(work, 'recipe-passages');
  const index = join(folder, 'index.csv');
  if (existsSync(index)) return index; // written last
  rmSync(folder, { recursive: true, force: true });
  await writePassages(recipe.passages, folder);
  return index;
}

/** The passages as they are asked: each for its verdict, and in few-shot tasks, no vessel or site in support and query. */
export async function askedPassages(settings: Settings, places: Places): Promise<Asked<LabelledRecording>> {
  const index = await renderPassages(settings, places);
  const recordings = withinSnr(await readIndex(index), SNR_DB, index);
  const items = recordings.map((recording) => ({
    example: recording,
    group: vesselOf(recording) ?? recording.recordingId,
    stratum: recording.size,
  }));
  const drawn = items.map(({ example, group }, place) => ({
    ...{ recordingId: example.recordingId, site: example.site, size: example.size as Size, vessel: group },
    place,
  }));
  const { shots, tasks } = settings.recipe;
  const fewShot = shots.map((k) => {
    const episodes = drawEpisodes(drawn, { shots: k, episodes: tasks, seed: 1, disjointSites: true });
    if (!episodes) throw new RangeError(`${drawn.length} passages are too few for ${k} of support`);
    const placed = episodes.map((episode) =>
      episode.map(({ query, support }) => ({
        query: query.place,
        support: support.map(({ place }) => place),
      })),
    );
    return [k, placed] as const;
  });
  const verdicts = items.map((_, place) => [{ query: place, support: [] }]);
  return { items, tasks: { [VERDICTS]: verdicts, ...Object.fromEntries(fewShot) } };
}
