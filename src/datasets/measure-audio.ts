import { createHash } from 'node:crypto';
import { openSource } from '../capture/open.js';
import { readWavInfo } from '../capture/wav-file.js';
import { ExitCode, HullprintError } from '../errors.js';

export interface AudioMeasure {
  /** What is really there, whatever a header promises. */
  seconds: number;
  sampleRateHz: number;
}

/**
 * Length of a recording; of WAV from the header alone. Throws HullprintError: 66 when it is not there, 65 when
 * it cannot be read, 69 when it takes ffmpeg and there is none.
 */
export async function measureAudio(file: string): Promise<AudioMeasure> {
  return (await readWavInfo(file)) ?? hashAudio(file);
}

/**
 * Length of a recording, and SHA-256 of its samples as they are decoded: of each channel, then of these. Two files of
 * the same samples have one hash, whatever their container, header or bit depth. Throws as `measureAudio`, and
 * 65 for samples that are no numbers.
 */
export async function hashAudio(file: string): Promise<AudioMeasure & { audio: string }> {
  let sampleRateHz = 0;
  let frames = 0;
  let channels: ReturnType<typeof createHash>[] = [];
  const source = openSource(`file:${file}`, { startTimeMs: 0 });
  for await (const event of source.listen(new AbortController().signal)) {
    if (event.type === 'opened') {
      sampleRateHz = event.sampleRateHz;
      channels = Array.from({ length: event.channels }, () => createHash('sha256'));
    } else if (event.type === 'block') {
      event.inputs.forEach((samples, channel) => {
        channels[channel].update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
      });
      frames += event.inputs[0].length;
    }
  }
  const whole = createHash('sha256');
  for (const channel of channels) whole.update(channel.digest());
  return { seconds: frames / sampleRateHz, sampleRateHz, audio: `sha256:${whole.digest('hex')}` };
}

/** What is wrong with a file that could not be measured. Throws on what is no fault of the file. */
export function faultOf(error: unknown): string {
  if (error instanceof HullprintError && error.exitCode !== ExitCode.unavailable) return error.reason;
  throw error;
}
