import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { openSource } from '../capture/open.js';
import { ExitCode, HullprintError } from '../errors.js';
import { DemonAccumulator } from '../features/demon.js';
import { FeatureExtractor } from '../features/extractor.js';
import type { Compression } from '../features/filterbank.js';
import type { Features } from '../features/frames.js';
import { FeatureImage } from '../features/pictures/feature-image.js';
import { drawPicture, type PictureAnalysis } from '../features/pictures/picture.js';
import { Spectrogram } from '../features/pictures/spectrogram.js';
import { estimateShaft } from '../features/shaft.js';

interface RenderOptions {
  output: string;
  from: number;
  to: number;
  channel: number;
  compression: Compression;
}

export function renderCommand(program: Command): void {
  program
    .command('render')
    .description('draw a recording: spectrogram, feature patch and DEMON spectrum')
    .argument('<file>', 'recording')
    .requiredOption('-o, --output <picture>', 'PNG to write')
    .option('--from <seconds>', 'where to begin', seconds, 0)
    .option('--to <seconds>', 'where to end', seconds, Number.POSITIVE_INFINITY)
    .option('--channel <number>', 'which channel of the recording, from 1', channelNumber, 1)
    .addOption(
      new Option('--compression <how>', 'of the feature patch').choices(['log', 'pcen']).default('log'),
    )
    .action(async (file: string, options: RenderOptions) => {
      const picture = drawPicture(await analyse(file, options));
      await writeFile(options.output, picture).catch((cause: NodeJS.ErrnoException) => {
        throw new HullprintError({
          operation: 'write picture',
          subject: options.output,
          reason: cause.code === 'ENOENT' ? 'its folder does not exist' : cause.message,
          hint: 'Give another path with -o',
          exitCode: ExitCode.cannotCreate,
          cause,
        });
      });
    });
}

/** Takes a stretch of one channel through the daemon's own feature extraction. */
export async function analyse(
  file: string,
  { from, to, channel, compression }: Omit<RenderOptions, 'output'>,
): Promise<PictureAnalysis> {
  let hearing: Hearing | null = null;
  let sampleRateHz = 0;
  const enough = new AbortController();
  for await (const event of openSource(`file:${file}`, { startTimeMs: 0 }).listen(enough.signal)) {
    if (event.type === 'opened') {
      if (channel > event.channels) {
        const has = event.channels === 1 ? 'one channel' : `${event.channels} channels`;
        throw unusable(file, `it has ${has}`, 'Choose one of them with --channel', ExitCode.usage);
      }
      sampleRateHz = event.sampleRateHz;
      hearing = new Hearing(sampleRateHz, from, compression);
    } else if (event.type === 'block') {
      const samples = event.inputs[channel - 1]!;
      const start = Math.max(0, Math.round(from * sampleRateHz) - event.firstSample);
      const end = Math.min(samples.length, Math.round(to * sampleRateHz) - event.firstSample);
      if (start < end) hearing!.hear(samples.subarray(start, end));
      if (end < samples.length) enough.abort();
    }
  }
  const analysis = hearing?.end();
  if (!analysis) {
    const hint = 'Draw at least half a second: look at --from, --to and the length of the recording';
    throw unusable(file, 'there is too little sound to draw', hint, ExitCode.data);
  }
  const stretch =
    from > 0 || to < Number.POSITIVE_INFINITY ? `, ${from}–${round(analysis.endSeconds)} s` : '';
  const title = `${basename(file)}${stretch}, channel ${channel}, ${sampleRateHz / 1000} kHz`;
  return { ...analysis.picture, title, reference: 'full scale', compression };
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
  end() {
    this.#extractor.end((features) => this.#take(features));
    const spectrogram = this.#spectrogram.image(0);
    const features = this.#features.image();
    if (spectrogram === null || features === null) return null;
    const demon = this.#demon.spectrum();
    const picture = { spectrogram, features, demon, shaft: demon && estimateShaft(demon) };
    return { endSeconds: spectrogram.endSeconds, picture };
  }

  #take(features: Features): void {
    if (features.type === 'window') this.#features.add(features.window);
    else if (features.type === 'demon') this.#demon.add(features.demon);
  }
}

function unusable(file: string, reason: string, hint: string, exitCode: ExitCode): HullprintError {
  return new HullprintError({ operation: 'draw', subject: file, reason, hint, exitCode });
}

function round(seconds: number): number {
  return Math.round(10 * seconds) / 10;
}

function seconds(text: string): number {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value) || value < 0) {
    throw new InvalidArgumentError('Give seconds from the start of the recording.');
  }
  return value;
}

function channelNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Channels count from 1.');
  return value;
}
