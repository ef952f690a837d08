import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { type ClipTruth, drawClip } from '../clip.js';
import { type PassagePlan, type PassageSet, planPassages, withSea } from '../passages.js';
import { type Hearing, SceneRenderer } from '../scene-renderer.js';
import { prepareFolder } from './prepare-folder.js';
import { heardColumns, TRUTH_COLUMNS, truthRows } from './tables.js';
import { WavWriter } from './wav-writer.js';

const COLUMNS = [
  'path',
  'source',
  'class',
  'size',
  'vessel',
  'recording_id',
  'seconds',
  'sample_rate_hz',
  'channels',
  'site',
  'hydrophone',
  'sea',
  'length_m',
  'speed_kn',
  'shaft_hz',
  'blades',
  'range_m',
  'snr_db',
  'full_scale_db',
] as const;

/**
 * Renders a set of single passages and empty seas into a new folder: recordings/ (WAV, 16 bit), index.csv, of which
 * the ship's SNR is the mean over the seconds of the recording and its range the least, and truth.csv by the second.
 * Gives the number of recordings. Throws HullprintError (73) when the folder is not empty or cannot be written.
 */
export async function writePassages(
  set: PassageSet,
  folder: string,
  onProgress: (done: number, of: number) => void = () => {},
): Promise<number> {
  await prepareFolder(folder);
  const plans = planPassages(set);
  const rows: Record<string, string | number>[] = [];
  const truths: Record<string, string | number>[] = [];
  for (const [i, planned] of plans.entries()) {
    const plan = withSea(planned);
    const path = `recordings/${String(i + 1).padStart(4, '0')}-${plan.size}.wav`;
    const { scene, truth } = drawClip(plan.request);
    const renderer = new SceneRenderer(scene);
    const { sampleRateHz, length } = renderer;
    const writer = new WavWriter(join(folder, path), sampleRateHz, 0, length);
    const heard: Hearing[] = [];
    try {
      for (let first = 0; first < length; first += sampleRateHz) {
        await writer.write(renderer.read(sampleRateHz)[0]!, first);
        const hearing = renderer.hearing(0);
        const second = Math.min(first + sampleRateHz, length) / sampleRateHz;
        for (const truth of truthRows(scene, plan.hydrophone, [plan.vessel], second, hearing))
          truths.push({ path, ...truth });
        heard.push(...hearing);
      }
    } finally {
      await writer.close();
    }
    const full_scale_db = scene.hydrophones[0]!.recorder.fullScaleDb.toFixed(2);
    const file = { path, sample_rate_hz: sampleRateHz, seconds: set.seconds, full_scale_db };
    rows.push(row(plan, truth, heard, file));
    onProgress(i + 1, plans.length);
  }
  await writeFile(join(folder, 'index.csv'), stringify(rows, { header: true, columns: [...COLUMNS] }));
  const truthColumns = ['path', ...TRUTH_COLUMNS];
  await writeFile(join(folder, 'truth.csv'), stringify(truths, { header: true, columns: truthColumns }));
  return plans.length;
}

function row(
  { vessel, site, hydrophone, sea, size, request }: PassagePlan,
  truth: ClipTruth,
  heard: readonly Hearing[],
  file: Record<'path' | 'sample_rate_hz' | 'seconds' | 'full_scale_db', string | number>,
): Record<(typeof COLUMNS)[number], string | number> {
  return {
    ...file,
    source: 'simulator',
    class: truth.vesselType ?? 'none',
    size,
    vessel,
    recording_id: `simulator:${request.seed}`,
    channels: 1,
    site,
    hydrophone,
    sea,
    length_m: truth.lengthM?.toFixed(2) ?? '',
    speed_kn: truth.speedKn?.toFixed(2) ?? '',
    shaft_hz: truth.shaftHz?.toFixed(4) ?? '',
    blades: truth.bladeCount ?? '',
    ...heardColumns(heard),
  };
}
