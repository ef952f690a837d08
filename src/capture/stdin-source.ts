import type { Readable } from 'node:stream';
import { ExitCode, HullprintError } from '../errors.js';
import { ByteReader } from './byte-reader.js';
import { firstNoSample } from './pcm.js';
import { type PcmLayout, pcmBlocks } from './pcm-blocks.js';
import type { CaptureEvent, CaptureSource } from './source.js';

/**
 * Raw PCM from standard input, until it is closed. It waits for its reader, so that what writes into the pipe is
 * held up and nothing is lost here; the clock is the sample count from the time of opening.
 */
export class StdinSource implements CaptureSource {
  readonly name = 'stdin:';
  readonly live = false;

  constructor(
    private readonly layout: PcmLayout,
    private readonly startTimeMs: number | undefined,
    private readonly stream: Readable,
  ) {}

  /** @throws HullprintError with exit code 65 for samples that are no numbers, or for no samples at all */
  async *listen(signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    const { sampleRateHz, channels } = this.layout;
    const startTimeMs = this.startTimeMs ?? Date.now();
    const stop = () => this.stream.destroy();
    signal.addEventListener('abort', stop);
    try {
      yield { type: 'opened', sampleRateHz, channels, device: 'standard input' };
      let heard = false;
      for await (const { firstSample, inputs } of pcmBlocks(new ByteReader(this.stream), this.layout)) {
        if (signal.aborted) return;
        heard = true;
        if (firstNoSample(inputs) >= 0)
          throw this.error('it holds samples that are not numbers, or far beyond full scale');
        yield {
          type: 'block',
          firstSample,
          timeMs: startTimeMs + (1000 * firstSample) / sampleRateHz,
          inputs,
        };
      }
      if (!heard && !signal.aborted) throw this.error('it ended before the first sample');
    } catch (error) {
      // Reading from a stream that abort has closed.
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  private error(reason: string): HullprintError {
    const { format, channels, sampleRateHz } = this.layout;
    return new HullprintError({
      operation: 'read',
      subject: 'standard input',
      reason,
      hint: `It must carry ${format}, ${channels} channel(s), ${sampleRateHz} Hz`,
      exitCode: ExitCode.data,
    });
  }
}
