import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { DEFAULT_MODEL } from '../default-model.js';
import { HullprintError } from '../errors.js';
import { LOW_CUT_LIMITS_HZ, TILT_LIMITS_DB_PER_DECADE } from '../features/recorder-response.js';
import { loadModel, type Model } from '../model.js';
import { type HeardRecording, hearRecording } from '../recording.js';
import { FLAT_RECORDER, pinnedRecorder, type RecorderState } from '../site/recorder-state.js';
import { inputOption } from './input-option.js';
import { numberBetween } from './number-option.js';
import { openRecording } from './open-recording.js';
import { progressBar } from './progress.js';
import { ravenOf } from './raven.js';

interface Options {
  model: string;
  input: number;
  recorderTilt: number;
  recorderLowCut?: number;
  json?: true;
  csv?: true;
  raven?: true;
}

interface Named {
  path: string;
  heard: HeardRecording;
}

export function classifyCommand(command: Command): void {
  command
    .argument('<files...>', 'recordings: WAV, and through ffmpeg all that it reads')
    .option('--model <name>', 'shipped model, or path of a model folder', DEFAULT_MODEL)
    .addOption(inputOption())
    .addOption(
      new Option('--recorder-tilt <dB>', 'how the recorder’s response rises, dB a decade: taken off first')
        .default(0)
        .argParser(numberBetween(...TILT_LIMITS_DB_PER_DECADE)),
    )
    .addOption(
      new Option(
        '--recorder-low-cut <Hz>',
        'corner of a steep low-cut of the recorder: taken off first',
      ).argParser(numberBetween(...LOW_CUT_LIMITS_HZ)),
    )
    .addOption(new Option('--json', 'print JSON').conflicts(['csv', 'raven']))
    .addOption(new Option('--csv', 'print CSV, a line a recording').conflicts('raven'))
    .option('--raven', 'print a Raven selection table of the passages')
    .action(classify);
}

/** One bad recording among many costs the others nothing: it is told at the end. */
async function classify(files: string[], options: Options): Promise<void> {
  const model = await loadModel(options.model);
  const recorder = recorderOf(options);
  const bar = progressBar(files.length, 'recordings');
  const recordings: Named[] = [];
  const failures: HullprintError[] = [];
  try {
    for (const path of files) {
      try {
        const heard = await hearRecording(openRecording(path), model, { input: options.input, recorder });
        recordings.push({ path, heard });
      } catch (error) {
        if (!(error instanceof HullprintError)) throw error;
        failures.push(error);
      }
      bar.increment();
    }
  } finally {
    bar.stop();
  }
  if (recordings.length > 0) process.stdout.write(format(recordings, model, options));
  const last = failures.pop();
  for (const { message } of failures) console.error(`hullprint: ${message}`);
  if (last) throw last;
}

function recorderOf({ recorderTilt, recorderLowCut }: Options): RecorderState {
  if (recorderTilt === 0 && recorderLowCut === undefined) return FLAT_RECORDER;
  return pinnedRecorder({ tiltDbPerDecade: recorderTilt, lowCutHz: recorderLowCut ?? null });
}

function format(recordings: readonly Named[], model: Model, options: Options): string {
  if (options.json) {
    return `${JSON.stringify({ model: model.identity, recordings: recordings.map(toJson) }, null, 2)}\n`;
  }
  if (options.csv) return stringify(recordings.map(toRow), { header: true });
  if (options.raven) return ravenOf(recordings, options.input);
  return recordings.map(({ path, heard }) => `${basename(path)}: ${sentence(heard)}\n`).join('');
}

function toRow({ path, heard }: Named) {
  return {
    path,
    seconds: heard.seconds.toFixed(1),
    verdict: heard.verdict.size,
    confidence: heard.verdict.confidence.toFixed(3),
    shaft_hz: heard.shaft?.shaftHz.toFixed(3) ?? '',
    blade_count: heard.shaft?.bladeCount ?? '',
    passages: heard.passages.length,
  };
}

function toJson({ path, heard }: Named) {
  return {
    path,
    seconds: heard.seconds,
    sampleRateHz: heard.sampleRateHz,
    verdict: heard.verdict.size,
    confidence: heard.verdict.confidence,
    shaftHz: heard.shaft?.shaftHz ?? null,
    bladeCount: heard.shaft?.bladeCount ?? null,
    passages: heard.passages.map((passage) => ({
      startSeconds: passage.startMs / 1000,
      endSeconds: passage.endMs! / 1000,
      size: passage.size,
      confidence: passage.confidence,
      closestApproachSeconds:
        passage.evidence.closestApproachMs === null ? null : passage.evidence.closestApproachMs / 1000,
      shaftHz: passage.evidence.shaftHz,
      bladeCount: passage.evidence.bladeCount,
    })),
    problems: heard.health?.problems ?? [],
  };
}

function sentence({ verdict, windows, shaft, seconds, health }: HeardRecording): string {
  const sure = windows.length ? `${Math.round(100 * verdict.confidence)} %` : 'too little sound to judge';
  const what = { big: 'big ship', small: 'small ship', none: 'no ship', unknown: 'unknown' }[verdict.size];
  const blades = shaft?.bladeCount ? `, ${shaft.bladeCount} blades` : '';
  const turning = shaft ? `, shaft ${shaft.shaftHz.toFixed(2)} Hz${blades}` : '';
  // An offset is removed and spoils no verdict; every recorder of some makes has one.
  const spoiling = health?.problems.filter(({ problem }) => problem !== 'dc') ?? [];
  const problems = spoiling.map(({ advice }) => `\n  ${advice}`).join('');
  return `${what} (${sure})${turning}, ${seconds.toFixed(1)} s${problems}`;
}
