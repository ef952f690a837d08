import { ExitCode, HullprintError } from '../errors.js';
import { rateComplaint } from './capture-rate.js';
import { FfmpegInput } from './ffmpeg-input.js';
import { FileSource } from './file-source.js';
import { type LivePatience, LiveSource } from './live-source.js';
import type { SampleFormat } from './pcm.js';
import { PortAudioInput } from './portaudio-input.js';
import { networkTolerance, soundCardTolerance } from './sample-clock.js';
import { SimulatedSource } from './simulated.js';
import type { CaptureSource } from './source.js';
import { type SourceLog, silent } from './source-log.js';
import { StdinSource } from './stdin-source.js';
import { withoutPassword } from './without-password.js';

export interface SourceOptions {
  /** Capture rate: needed for `stdin:`, the device's own unless given for the live ones, the file's for files. */
  sampleRateHz?: number | undefined;
  /** Inputs to open; 1 unless given, the stream's own for `ffmpeg:`, the file's for files. */
  channels?: number | undefined;
  /** How `stdin:` is written; s16le unless given. */
  format?: SampleFormat | undefined;
  /** Play files and simulations in real time, or a number of times faster; else as fast as they are read. */
  realtime?: boolean | number | undefined;
  /** UTC time of the first sample of a file, a simulation or `stdin:`; the time of opening unless given. */
  startTimeMs?: number | undefined;
  /** How long a live source waits for things. */
  patience?: Partial<LivePatience> | undefined;
  log?: SourceLog | undefined;
}

const devicePatience: LivePatience = {
  hangSeconds: 5,
  startSeconds: 20,
  firstRetrySeconds: 0.5,
  mostRetrySeconds: 30,
  queueSeconds: 10,
};
const streamPatience: LivePatience = {
  ...devicePatience,
  hangSeconds: 30,
  startSeconds: 60,
  queueSeconds: 30,
};

/**
 * Gives the source that a specification means: `portaudio:NAME`, `file:PATH` or a bare path, `stdin:`,
 * `ffmpeg:URL`, `simulate:SCENARIO`. Nothing is opened before somebody listens.
 *
 * @throws HullprintError with exit code 64 when the specification means none
 */
export function openSource(spec: string, options: SourceOptions = {}): CaptureSource {
  const { sampleRateHz, channels, realtime = false, startTimeMs, log = silent } = options;
  const [, kind = 'file', rest] = /^(?:(portaudio|file|stdin|ffmpeg|simulate):)?(.*)$/s.exec(spec)!;
  const complaint = sampleRateHz === undefined ? undefined : rateComplaint(sampleRateHz);
  if (complaint) throw usageError(spec, complaint, 'Give another sampleRateHz');
  switch (kind) {
    case 'portaudio': {
      if (!rest) throw usageError(spec, 'it names no device', 'List them with: hullprint devices');
      const input = new PortAudioInput(rest, sampleRateHz, channels ?? 1, log);
      return new LiveSource(spec, input, soundCardTolerance, { ...devicePatience, ...options.patience }, log);
    }
    case 'ffmpeg': {
      if (!rest) throw usageError(spec, 'it names no stream', 'Write it as ffmpeg:rtsp://host/path');
      const input = new FfmpegInput(rest, {
        ...(sampleRateHz && { sampleRateHz }),
        ...(channels && { channels }),
      });
      const patience = { ...streamPatience, ...options.patience };
      return new LiveSource(`ffmpeg:${withoutPassword(rest)}`, input, networkTolerance, patience, log);
    }
    case 'stdin': {
      if (!sampleRateHz) throw usageError(spec, 'raw PCM has no header', 'Say its sample rate');
      const layout = { format: options.format ?? 's16le', sampleRateHz, channels: channels ?? 1 };
      return new StdinSource(layout, startTimeMs, process.stdin);
    }
    case 'simulate': {
      if (!rest) throw usageError(spec, 'it names no scenario', 'Write it as simulate:harbour');
      return new SimulatedSource({ scenario: rest, realtime, startTimeMs });
    }
    default: {
      if (!rest) throw usageError(spec, 'it names no file', 'Write it as file:PATH');
      if (/^[a-z0-9+.-]+:\/\//i.test(rest))
        throw usageError(rest, 'it is no file', 'Write streams as ffmpeg:URL');
      return new FileSource({ path: rest, realtime, startTimeMs, log });
    }
  }
}

function usageError(spec: string, reason: string, hint: string): HullprintError {
  return new HullprintError({
    operation: 'listen to',
    subject: `source "${withoutPassword(spec)}"`,
    reason,
    hint,
    exitCode: ExitCode.usage,
  });
}
