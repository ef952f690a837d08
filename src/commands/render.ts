import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ExitCode, HullprintError } from '../errors.js';
import { calibrationOffsetDb, levelReference } from '../features/calibration.js';
import { DemonAccumulator } from '../features/demon.js';
import { FeatureExtractor } from '../features/extractor.js';
import type { Compression } from '../features/filterbank.js';
import type { Calibration, Features } from '../features/frames.js';
import { FeatureImage } from '../features/pictures/feature-image.js';
import { drawPicture, type PictureAnalysis } from '../features/pictures/picture.js';
import { Spectrogram } from '../features/pictures/spectrogram.js';
import { estimateShaft } from '../features/shaft.js';
import { inputOf } from '../input-of.js';
import { type CalibrationFlags, calibrationOptions, readCalibration } from './calibration-options.js';
import { inputOption } from './input-option.js';
import { openRecording } from './open-recording.js';

interface Stretch {
  /** Seconds from the start of the recording. */
  from: number;
  to: number;
  /** From 1. */
  input: number;
  compression: Compression;
}

interface Options extends Stretch, CalibrationFlags {
  output: string;
}

const WHY_NOT: Record<string, string> = {
  ENOENT: 'its folder does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

export function renderCommand(command: Command): void {
  command
    .argument('<file>', 'recording')
    .requiredOption('-o, --output <picture>', 'PNG to write')
    .option('--from <seconds>', 'where to begin', seconds, 0)
    .option('--to <seconds>', 'where to end', seconds, Number.POSITIVE_INFINITY)
    .addOption(inputOption())
    .addOption(
      new Option('--compression <how>', 'of the feature patch').choices(['log', 'pcen']).default('log'),
    );
  calibrationOptions(command).action(async (file: string, options: Options) => {
    const picture = drawPicture(await analyse(file, options, readCalibration(options)));
    await writeFile(options.output, picture).catch((cause: NodeJS.ErrnoException) => {
      throw new HullprintError({
        operation: 'write picture',
        subject: options.output,
        reason: WHY_NOT[cause.code ?? ''] ?? cause.message,
        hint: 'Give another path with -o',
        exitCode: ExitCode.cannotCreate,
        cause,
      });
    });
  });
}

/** Takes a stretch of one input through the daemon's own feature extraction. */
async function analyse(
  file: string,
  { from, to, input, compression }: Stretch,
  calibration: Calibration | null,
): Promise<PictureAnalysis> {
  let hearing: Hearing | null = null;
  let sampleRateHz = 0;
  const enough = new AbortController();
  const source = openRecording(file);
  for await (const event of source.listen(enough.signal)) {
    if (event.type === 'opened') {
      sampleRateHz = event.sampleRateHz;
      hearing = new Hearing(sampleRateHz, from, compression);
    } else if (event.type === 'block') {
      const samples = inputOf(event.inputs, input, source.name);
      const start = Math.max(0, Math.round(from * sampleRateHz) - event.firstSample);
      const end = Math.min(samples.length, Math.round(to * sampleRateHz) - event.firstSample);
      if (start < end) hearing!.hear(samples.subarray(start, end));
      if (end < samples.length) enough.abort();
    }
  }
  const picture = hearing?.end(calibrationOffsetDb(calibration));
  if (!picture) {
    throw new HullprintError({
      operation: 'draw',
      subject: file,
      reason: 'there is less than half a second of sound',
      hint: 'Look at --from, --to and the length of the recording',
      exitCode: ExitCode.data,
    });
  }
  const { endSeconds } = picture.spectrogram;
  const stretch = from > 0 || to < Number.POSITIVE_INFINITY ? `, ${from}–${endSeconds.toFixed(1)} s` : '';
  const title = `${basename(file)}${stretch}, input ${input}, ${sampleRateHz / 1000} kHz`;
  return { ...picture, title, reference: levelReference(calibration), compression };
}

class Hearing {
  readonly #spectrogram: Spectrogram;
  readonly #features: FeatureImage;
  readonly #demon = new DemonAccumulator();
  readonly #extractor: FeatureExtractor;

  constructor(sampleRateHz: number, startSeconds: number, compression: Compression) {
    this.#spectrogram = new Spectrogram(sampleRateHz, startSeconds);
    this.#features = new FeatureImage(startSeconds);
    this.#extractor = new FeatureExtractor({ sampleRateHz, calibration: null, compression });
  }

  hear(samples: Float32Array): void {
    this.#spectrogram.push(samples);
    this.#extractor.push(samples, (features) => this.#take(features));
  }

  /** Null when there was too little to draw. */
  end(offsetDb: number) {
    this.#extractor.end((features) => this.#take(features));
    const spectrogram = this.#spectrogram.image(offsetDb);
    const features = this.#features.image();
    if (spectrogram === null || features === null) return null;
    const demon = this.#demon.spectrum();
    return { spectrogram, features, demon, shaft: demon && estimateShaft(demon) };
  }

  #take(features: Features): void {
    if (features.type === 'window') this.#features.add(features.window);
    else if (features.type === 'demon') this.#demon.add(features.demon);
  }
}

function seconds(text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('Give seconds from the start of the recording.');
  }
  return value;
}
