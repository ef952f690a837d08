import { setImmediate as breath } from 'node:timers/promises';
import type { CaptureSource } from './capture/source.js';
import type { Channel } from './channel.js';
import { HullprintError } from './errors.js';
import type { Logger } from './log.js';

/**
 * Leads one source into the channels that hear it, block by block: a file waits until the channels are done with a
 * block, a live source holds its own bounded queue. Ends with the source or when the signal aborts; a source that
 * cannot be read stops its channels and gives the error back.
 */
export async function listen(
  source: CaptureSource,
  channels: readonly Channel[],
  signal: AbortSignal,
  log: Logger,
): Promise<HullprintError | null> {
  try {
    for await (const event of source.listen(signal)) {
      if (event.type === 'opened') {
        log.info(
          {
            source: source.name,
            device: event.device,
            sampleRateHz: event.sampleRateHz,
            inputs: event.channels,
          },
          'source opened',
        );
      }
      await Promise.all(channels.map((channel) => channel.handle(event)));
      // A source that never waits would hold up messages and signals.
      await breath();
    }
    const reason = signal.aborted ? 'shutdown' : 'end-of-recording';
    await Promise.all(channels.map((channel) => channel.end(reason)));
    return null;
  } catch (error) {
    if (!(error instanceof HullprintError)) throw error;
    log.error({ source: source.name }, error.message);
    await Promise.all(channels.map((channel) => channel.end('device-lost', error.message)));
    return error;
  }
}
