import { setImmediate as breath } from 'node:timers/promises';
import type { CaptureEvent, CaptureSource } from './capture/source.js';
import type { Channel } from './channel.js';
import { HullprintError } from './errors.js';
import type { Logger } from './log.js';

/**
 * Leads one source into the channels that hear it, block by block: a file waits until the channels are done with a
 * block, a live source holds its own bounded queue. Ends with the source or when the signal aborts. A channel that
 * cannot hear it, as one that names an input too many, stops alone; a source that cannot be read, or that no channel
 * can hear, stops them all and gives the error back.
 */
export async function listen(
  source: CaptureSource,
  channels: readonly Channel[],
  signal: AbortSignal,
  log: Logger,
): Promise<HullprintError | null> {
  const hearing = new Set(channels);
  const lead = async (channel: Channel, event: CaptureEvent): Promise<HullprintError | null> => {
    try {
      await channel.handle(event);
      return null;
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      hearing.delete(channel);
      await channel.end('device-lost', error.message);
      return error;
    }
  };
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
      const failures = await Promise.all([...hearing].map((channel) => lead(channel, event)));
      if (hearing.size === 0) return failures.find((failure) => failure !== null) ?? null;
      // A source that never waits would hold up messages and signals.
      await breath();
    }
    const reason = signal.aborted ? 'shutdown' : 'end-of-recording';
    await Promise.all([...hearing].map((channel) => channel.end(reason)));
    return null;
  } catch (error) {
    if (!(error instanceof HullprintError)) throw error;
    log.error({ source: source.name }, error.message);
    await Promise.all([...hearing].map((channel) => channel.end('device-lost', error.message)));
    return error;
  }
}
