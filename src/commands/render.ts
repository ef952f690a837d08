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
import { hearStretch, type Stretch } from '../hear-stretch.js';
import { type CalibrationFlags, calibrationOptions, readCalibration } from './calibration-options.js';
import { inputOption } from './input-option.js';
import { numberBetween } from './number-option.js';
import { openRecording } from './open-recording.js';
import { renderLeaf } from './render-leaf.js';
import { expectPicture, writePicture } from './write-picture.js';

interface Options extends Stretch, CalibrationFlags {
  output: string;
  compression: Compression;
  leaf?: string | true;
  plain?: true;
  clipSeconds?: number;
}

export function renderCommand(command: Command): void {
  command
    .argument('<file>', 'recording; with --leaf also a data set: its folder, or an index.csv')
    .requiredOption('-o, --output <picture>', 'PNG to write; for a data set a folder')
    .option('--from <seconds>', 'where to begin', seconds, 0)
    .addOption(
      new Option('--to <seconds>', 'where to end')
        .default(Number.POSITIVE_INFINITY, 'the end')
        .argParser(seconds),
    )
    .addOption(inputOption())
    .addOption(
      new Option('--compression <how>', 'of the feature patch').choices(['log', 'pcen']).default('log'),
    )
    .option(
      '--leaf [parameters.json]',
      'draw the features of LEAF instead, as published or with what train leaf learnt',
    )
    .option('--plain', 'of LEAF the features alone, a pixel for each filter and frame, for train pictures')
    .addOption(
      new Option('--clip-seconds <s>', 'of a data set: a picture of each stretch of that length').argParser(
        numberBetween(0.25, 3600),
      ),
    );
  calibrationOptions(command).action(async (file: string, options: Options) => {
    if (options.leaf) return renderLeaf(file, options.output, { ...options, leaf: options.leaf });
    refuseWithoutLeaf(options);
    await expectPicture(options.output);
    const picture = drawPicture(await analyse(file, options, readCalibration(options)));
    await writePicture(options.output, picture);
  });
}

function refuseWithoutLeaf({ plain, clipSeconds, output }: Options): void {
  if (!plain && clipSeconds === undefined) return;
  throw new HullprintError({
    operation: 'draw',
    subject: output,
    reason: '--plain and --clip-seconds are of the pictures of LEAF',
    hint: 'Give --leaf too.',
    exitCode: ExitCode.usage,
  });
}

/** Takes a stretch of one input through the daemon's own feature extraction. */
async function analyse(
  file: string,
  { compression, ...stretch }: Options,
  calibration: Calibration | null,
): Promise<PictureAnalysis> {
  const { from, to, input } = stretch;
  let sampleRateHz = 0;
  const hearing = await hearStretch(openRecording(file), stretch, (rateHz) => {
    sampleRateHz = rateHz;
    return new Hearing(rateHz, from, compression);
  });
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
  const part = from > 0 || to < Number.POSITIVE_INFINITY ? `, ${from}–${endSeconds.toFixed(1)} s` : '';
  const title = `${basename(file)}${part}, input ${input}, ${sampleRateHz / 1000} kHz`;
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

  push(samples: Float32Array): void {
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
