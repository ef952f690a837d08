import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ExitCode, HullprintError } from '../errors.js';
import { ByteReader } from './byte-reader.js';

/** ffmpeg at work: a WAV stream of 32-bit floats. */
export interface FfmpegProcess {
  reader: ByteReader;
  kill(): void;
  /** Settles when it has ended. */
  ended: Promise<FfmpegEnd>;
}

export interface FfmpegEnd {
  succeeded: boolean;
  /** Where it failed to open its input, the first words say why and the last ones what follows from that. */
  firstWords: string;
  lastWords: string;
}

/**
 * Starts ffmpeg on the first audio stream of an input.
 *
 * @param input ffmpeg's own arguments, `-i` and what goes before it
 * @param convertTo rate and channels; the input's own unless given
 * @throws HullprintError with exit code 69 when ffmpeg is not installed
 */
export async function startFfmpeg(
  subject: string,
  input: string[],
  convertTo: { sampleRateHz?: number; channels?: number } = {},
): Promise<FfmpegProcess> {
  const rate = convertTo.sampleRateHz ? ['-ar', `${convertTo.sampleRateHz}`] : [];
  const channels = convertTo.channels ? ['-ac', `${convertTo.channels}`] : [];
  const output = ['-map', '0:a:0', ...rate, ...channels, '-c:a', 'pcm_f32le', '-f', 'wav', 'pipe:1'];
  const child = spawn('ffmpeg', ['-nostdin', '-hide_banner', '-loglevel', 'error', ...input, ...output], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let begun = '';
  let latest = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (begun.length < 2000) begun += text;
    latest = (latest + text).slice(-2000);
  });
  const ended = new Promise<FfmpegEnd>((resolve) => {
    child.on('close', (code) =>
      resolve({ succeeded: code === 0, firstWords: line(begun, 0), lastWords: line(latest, -1) }),
    );
  });
  try {
    await once(child, 'spawn');
  } catch (cause) {
    throw new HullprintError({
      operation: 'decode',
      subject,
      reason: 'it takes ffmpeg, which is not installed',
      hint: 'Install the Debian package ffmpeg',
      exitCode: ExitCode.unavailable,
      cause,
    });
  }
  return { reader: new ByteReader(child.stdout), kill: () => void child.kill('SIGKILL'), ended };
}

function line(text: string, index: number): string {
  return text.trim().split('\n').at(index)?.replace(/\.$/, '') || 'ffmpeg gave no reason';
}
