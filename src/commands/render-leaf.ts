import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LabelledRecording } from '../datasets/labelled-recording.js';
import { kindOfDataSet, readDataSet } from '../datasets/read-data-set.js';
import { ExitCode, HullprintError } from '../errors.js';
import { analysisRateHz } from '../features/analysis.js';
import { AnalysisSignal } from '../features/analysis-signal.js';
import { readLeaf } from '../features/leaf-file.js';
import { scaleForLeaf } from '../features/leaf-input.js';
import { initialLeaf, type Leaf, publishedLeaf } from '../features/leaf-parameters.js';
import { drawLeaf, plainLeaf } from '../features/pictures/leaf-picture.js';
import { hearStretch, type Stretch } from '../hear-stretch.js';
import { openRecording } from './open-recording.js';
import { progressBar } from './progress.js';
import { expectPicture, writePicture, writePictureBelow } from './write-picture.js';

export interface LeafPictureOptions extends Stretch {
  /** A file of parameters, or LEAF as published. */
  leaf: string | true;
  /** Features alone, without title and axes. */
  plain?: true;
  /** Of a data set: a picture of each stretch of that length, s. */
  clipSeconds?: number;
}

/** Gives a picture of samples at 16 kHz that began `startSeconds` into the recording. */
type Draw = (samples: Float32Array, name: string, startSeconds: number) => Buffer;

/** Draws the LEAF features of a recording, or of every one of a data set into a folder. */
export async function renderLeaf(file: string, output: string, options: LeafPictureOptions): Promise<void> {
  const { leaf: parameters, plain, input } = options;
  const leaf = parameters === true ? initialLeaf(publishedLeaf) : await readLeaf(parameters);
  const kind = parameters === true ? 'LEAF before training' : `LEAF of ${basename(parameters)}`;
  const draw: Draw = (samples, name, startSeconds) =>
    plain
      ? plainLeaf(samples, leaf)
      : drawLeaf(`${name}, input ${input}: ${kind}`, samples, startSeconds, leaf);
  if (isDataSet(file)) return renderDataSet(file, output, options, leaf, draw);
  if (options.clipSeconds !== undefined) {
    const hint = 'Give --from and --to, or an index.csv.';
    throw cannotDraw(file, '--clip-seconds is of a data set', hint, ExitCode.usage);
  }
  await expectPicture(output);
  const samples = await hear(file, options, leaf.windowSamples);
  await writePicture(output, draw(samples, basename(file), options.from));
}

function isDataSet(path: string): boolean {
  return (
    path.toLowerCase().endsWith('.csv') || (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)
  );
}

async function renderDataSet(
  path: string,
  folder: string,
  options: LeafPictureOptions,
  leaf: Leaf,
  draw: Draw,
): Promise<void> {
  const { recordings, leftOut } = await readDataSet(path, await kindOfDataSet(path));
  for (const { subject, reason } of leftOut) console.error(`hullprint: ${subject} is left out: ${reason}`);
  const bar = progressBar(recordings.length, 'recordings');
  const drawn = new Set<string>();
  try {
    for (const recording of recordings) {
      for (const [cut, file] of recording.files.entries()) {
        const name = options.plain ? byVessel(recording, cut) : below(recording.paths[cut]!);
        const clips = await clipsOf(file, options, leaf.windowSamples);
        for (const { samples, from, suffix } of clips) {
          const path = `${name}${suffix}.png`;
          if (drawn.has(path)) {
            const reason = `another recording of the set has its picture, ${path}`;
            throw cannotDraw(file, reason, 'Give each recording an id of its own');
          }
          drawn.add(path);
          await writePictureBelow(join(folder, path), draw(samples, basename(file), from));
        }
      }
      bar.increment();
    }
  } finally {
    bar.stop();
  }
  if (drawn.size === 0)
    throw cannotDraw(path, 'no recording of it could be drawn', 'See what was left out and why');
  console.log(`${folder}: ${drawn.size} pictures`);
}

/** Pictures of one vessel are a class, those of one data set a domain: what `train pictures` reads. */
function byVessel({ source, vessel, class: kind, recordingId }: LabelledRecording, cut: number): string {
  const flat = (part: string) => part.replaceAll(/[/\\]/g, '_').replace(/^\.+$/, '_');
  return [source, vessel || kind || 'none', `${recordingId} ${cut + 1}`].map(flat).join('/');
}

/** A path that a data set writes, kept below the folder of the pictures. */
function below(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

/** What of a file is drawn; nothing, and why on stderr, where it cannot be heard or is shorter than a clip. */
async function clipsOf(file: string, { clipSeconds, ...options }: LeafPictureOptions, windowSamples: number) {
  const samples = await hear(file, options, windowSamples).catch((error) => {
    if (!(error instanceof HullprintError)) throw error;
    console.error(`hullprint: ${file} is left out: ${error.reason}`);
    return null;
  });
  if (samples === null) return [];
  if (clipSeconds === undefined) return [{ samples, from: options.from, suffix: '' }];
  const length = Math.max(Math.round(clipSeconds * analysisRateHz), windowSamples);
  const clips = Math.floor(samples.length / length);
  if (clips === 0) console.error(`hullprint: ${file} is left out: it is shorter than --clip-seconds`);
  return Array.from({ length: clips }, (_, i) => {
    const from = options.from + i * clipSeconds;
    const suffix = ` ${from.toFixed(1).padStart(6, '0')} s`;
    return { samples: samples.subarray(i * length, (i + 1) * length), from, suffix };
  });
}

/** Gives a stretch at 16 kHz and LEAF's level. Throws HullprintError (65) where there is too little. */
async function hear(file: string, stretch: Stretch, fewestSamples: number): Promise<Float32Array> {
  const signal = await hearStretch(openRecording(file), stretch, (rateHz) => new AnalysisSignal(rateHz));
  const samples = signal?.end() ?? new Float32Array(0);
  if (samples.length < fewestSamples) {
    const hint = 'Look at --from, --to and the length of the recording';
    throw cannotDraw(file, 'there is less sound than one window of LEAF', hint);
  }
  return scaleForLeaf(samples);
}

function cannotDraw(
  subject: string,
  reason: string,
  hint: string,
  exitCode: ExitCode = ExitCode.data,
): HullprintError {
  return new HullprintError({ operation: 'draw', subject, reason, hint, exitCode });
}
