import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { ExitCode, HullprintError } from '../../errors.js';
import { aisLines } from '../ais/traffic.js';
import { composeScene } from '../compose-scene.js';
import type { Scenario } from '../scenario.js';
import { type Hearing, SceneRenderer } from '../scene-renderer.js';
import { prepareFolder } from './prepare-folder.js';
import { labelledStretches } from './stretches.js';
import { INDEX_COLUMNS, indexRow, TRUTH_COLUMNS, truthRows, vesselId } from './tables.js';
import { LONGEST_WAV_SAMPLES, WavWriter } from './wav-writer.js';

/** What came of a scene. */
export interface WrittenScene {
  hydrophones: number;
  /** Recordings in the index. */
  recordings: number;
  aisSentences: number;
}

/**
 * Renders a scene into a new folder: a WAV file for each hydrophone, index.csv with recordings/ cut from them,
 * truth.csv by the second, ais.nmea and scenario.json, from which the same can be had again.
 *
 * @param onProgress called with the seconds that are done
 * @throws HullprintError with exit code 73 when the folder is not empty or cannot be written, 65 when the scene is too
 * long for a WAV file
 */
export async function writeScene(
  scenario: Scenario,
  folder: string,
  onProgress: (seconds: number) => void = () => {},
): Promise<WrittenScene> {
  const scene = composeScene(scenario);
  const renderer = new SceneRenderer(scene);
  if (renderer.length > LONGEST_WAV_SAMPLES) throw tooLong(scenario);
  await prepareFolder(folder);
  const { sampleRateHz } = renderer;
  const write = (name: string, content: string) => writeFile(join(folder, name), content);
  await write('scenario.json', `${JSON.stringify(scenario, null, 2)}\n`);
  const [latitudeDegrees, longitudeDegrees] = scenario.middleDegrees;
  const startTimeMs = Date.parse(scenario.start);
  const ais = aisLines(scene, { latitudeDegrees, longitudeDegrees, startTimeMs });
  await write('ais.nmea', ais.map((line) => `${line}\r\n`).join(''));

  const sampleAt = (seconds: number) => Math.round(seconds * sampleRateHz);
  const tracks = scenario.hydrophones.map(({ name }, channel) => ({
    whole: new WavWriter(join(folder, `${name}.wav`), sampleRateHz, 0, renderer.length),
    recordings: labelledStretches(scene, channel).map((stretch, i) => {
      const size = stretch.passage === null ? 'none' : scene.passages[stretch.passage]!.vessel.size;
      const path = `recordings/${name}-${String(i + 1).padStart(2, '0')}-${size}.wav`;
      const [from, until] = [sampleAt(stretch.fromSeconds), sampleAt(stretch.untilSeconds)];
      return {
        stretch,
        path,
        heard: [] as Hearing[],
        writer: new WavWriter(join(folder, path), sampleRateHz, from, until),
      };
    }),
  }));
  const vessels = scene.passages.map(({ identity }) => vesselId(scenario, identity?.name));
  const truth: ReturnType<typeof truthRows> = [];
  try {
    for (let first = 0; first < renderer.length; first += sampleRateHz) {
      const block = renderer.read(sampleRateHz);
      const until = (first + block[0]!.length) / sampleRateHz;
      for (const [channel, { whole, recordings }] of tracks.entries()) {
        const hearing = renderer.hearing(channel);
        truth.push(...truthRows(scene, scenario.hydrophones[channel]!.name, vessels, until, hearing));
        await whole.write(block[channel]!, first);
        for (const { stretch, heard, writer } of recordings) {
          await writer.write(block[channel]!, first);
          const within = until > stretch.fromSeconds && until <= stretch.untilSeconds;
          if (within && stretch.passage !== null) heard.push(hearing[stretch.passage]!);
        }
      }
      onProgress(until);
    }
  } finally {
    for (const { whole, recordings } of tracks)
      for (const writer of [whole, ...recordings.map(({ writer }) => writer)]) await writer.close();
  }
  const index = tracks.flatMap(({ recordings }, channel) =>
    recordings.map(({ stretch, path, heard }) => indexRow(scenario, scene, channel, stretch, path, heard)),
  );
  await write('index.csv', stringify(index, { header: true, columns: [...INDEX_COLUMNS] }));
  await write('truth.csv', stringify(truth, { header: true, columns: [...TRUTH_COLUMNS] }));
  return { hydrophones: tracks.length, recordings: index.length, aisSentences: ais.length };
}

function tooLong({ durationSeconds, sampleRateHz }: Scenario): HullprintError {
  return new HullprintError({
    operation: 'write scene of',
    subject: `${durationSeconds} s`,
    reason: `a WAV file at ${sampleRateHz} Hz holds ${Math.floor(LONGEST_WAV_SAMPLES / sampleRateHz)} s at most`,
    hint: 'Cut durationSeconds into several scenarios of one seeds.fleet, or take a lower sampleRateHz',
    exitCode: ExitCode.data,
  });
}
