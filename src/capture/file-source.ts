import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ByteReader } from './byte-reader.js';
import { rateComplaint } from './capture-rate.js';
import { type FfmpegProcess, startFfmpeg } from './ffmpeg-process.js';
import { bytesPerSample, firstNoSample, isSample } from './pcm.js';
import { type PcmLayout, pcmBlocks } from './pcm-blocks.js';
import { recordingError } from './recording-error.js';
import type { CaptureEvent, CaptureSource } from './source.js';
import type { SourceLog } from './source-log.js';
import { readWavInfo } from './wav-file.js';
import { parseWavHeader } from './wav-header.js';

export interface FileSourceOptions {
  path: string;
  /**
   * Give each block when its last sample would have been heard, or a number of times faster; otherwise as fast as it
   * is read.
   */
  realtime: boolean | number;
  /** UTC time of the first sample; the time of opening unless given. */
  startTimeMs: number | undefined;
  log: SourceLog;
}

/** PCM of a recording, and how to let go of it. */
interface Recording {
  layout: PcmLayout;
  reader: ByteReader;
  /** Called after the last sample, or when the reader has had enough. */
  close(reachedEnd: boolean): Promise<void>;
}

/**
 * Plays a recording: WAV, RF64 and BW64 by its own reader, everything else through ffmpeg, never holding more
 * than a block of it. A recording that was cut off gives what is there, and a warning in the log.
 */
export class FileSource implements CaptureSource {
  readonly name: string;
  readonly live = false;
  private readonly options: FileSourceOptions;

  constructor(options: FileSourceOptions) {
    this.name = `file:${options.path}`;
    this.options = options;
  }

  /**
   * @throws HullprintError with exit code 66 when the file is not there, 65 when it is broken, empty or holds
   * samples that are no numbers, 69 when it takes ffmpeg and there is none
   */
  async *listen(signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    const { path, realtime, log } = this.options;
    const recording = (await openWav(path, log)) ?? (await openWithFfmpeg(path, log));
    const { sampleRateHz, channels } = recording.layout;
    const startTimeMs = this.options.startTimeMs ?? Date.now();
    const openedMs = performance.now();
    const speed = realtime === false ? Number.POSITIVE_INFINITY : Number(realtime);
    let reachedEnd = false;
    try {
      yield { type: 'opened', sampleRateHz, channels, device: path };
      for await (const { firstSample, frames, inputs } of pcmBlocks(recording.reader, recording.layout)) {
        refuseNoSamples(path, firstSample, inputs);
        const dueMs = openedMs + (1000 * (firstSample + frames)) / sampleRateHz / speed;
        const waitMs = dueMs - performance.now();
        if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => {});
        if (signal.aborted) return;
        yield {
          type: 'block',
          firstSample,
          timeMs: startTimeMs + (1000 * firstSample) / sampleRateHz,
          inputs,
        };
        if (signal.aborted) return;
      }
      reachedEnd = true;
    } finally {
      await recording.close(reachedEnd);
    }
  }
}

async function openWav(path: string, log: SourceLog): Promise<Recording | undefined> {
  const info = await readWavInfo(path);
  if (!info) return undefined;
  if (info.missingFrames > 0) {
    const missingSeconds = (info.missingFrames / info.sampleRateHz).toFixed(1);
    log('warn', `${path} is cut off: its header promises ${missingSeconds} s more than the file holds`);
  }
  const bytes = info.frames * info.channels * bytesPerSample(info.format);
  const stream = createReadStream(path, {
    start: info.dataOffset,
    end: info.dataOffset + bytes - 1,
    highWaterMark: 262_144,
  });
  const reader = new ByteReader(stream);
  return { layout: info, reader, close: () => reader.close() };
}

async function openWithFfmpeg(path: string, log: SourceLog): Promise<Recording> {
  const ffmpeg = await startFfmpeg(path, ['-i', `file:${path}`]);
  const layout = await parseWavHeader(ffmpeg.reader).catch(() => undefined);
  const hint = 'hullprint reads WAV, and through ffmpeg FLAC and most else';
  if (!layout?.format || (await ffmpeg.reader.peek(1)).length === 0) {
    ffmpeg.kill();
    throw recordingError(path, `ffmpeg finds no sound in it: ${(await ffmpeg.ended).firstWords}`, hint);
  }
  const complaint = rateComplaint(layout.sampleRateHz);
  if (complaint) {
    ffmpeg.kill();
    throw recordingError(path, complaint, 'Resample it');
  }
  return {
    layout: { ...layout, format: layout.format },
    reader: ffmpeg.reader,
    close: (reachedEnd) => endFfmpeg(ffmpeg, reachedEnd, path, log),
  };
}

async function endFfmpeg(ffmpeg: FfmpegProcess, reachedEnd: boolean, path: string, log: SourceLog) {
  if (!reachedEnd) ffmpeg.kill();
  const { succeeded, lastWords } = await ffmpeg.ended;
  if (reachedEnd && !succeeded) log('warn', `${path} is read up to where ffmpeg failed: ${lastWords}`);
}

function refuseNoSamples(path: string, firstSample: number, inputs: Float32Array[]): void {
  const frame = firstNoSample(inputs);
  if (frame < 0) return;
  const value = inputs.map((samples) => samples[frame]!).find((sample) => !isSample(sample))!;
  const what = Number.isFinite(value) ? `${value.toPrecision(2)} times full scale` : 'not a number';
  const reason = `sample ${firstSample + frame} is ${what}`;
  throw recordingError(path, reason, 'Cut that part out, or export the recording again');
}
