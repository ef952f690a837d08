import type { CaptureSource } from './capture/source.js';
import { withoutPassword } from './capture/without-password.js';
import type { Channel } from './channel.js';
import { isoOrNull, recorderBody } from './publish/bodies.js';
import type { HealthMessage } from './publish/messages.js';
import type { HealthBody } from './publish/publisher.js';

/** A channel with the source that it hears. */
export interface Heard {
  channel: Channel;
  config: { source: string };
  source: CaptureSource;
}

/** Puts together what `health` says; the publisher adds outbox and broker. */
export function healthBody(
  channels: readonly Heard[],
  inference: HealthMessage['inference'],
  synchronised: boolean,
  uptimeSeconds: number,
): HealthBody {
  const { rss, heapUsed } = process.memoryUsage();
  return {
    time: new Date().toISOString(),
    uptimeSeconds,
    channels: channels.map(({ channel, config, source }) => {
      const { health, lastSampleMs, missingSeconds, recorder, ...account } = channel.account();
      return {
        channel: channel.name,
        source: withoutPassword(config.source),
        ...account,
        lastSample: isoOrNull(lastSampleMs),
        missingSeconds: Number(missingSeconds.toFixed(3)),
        problems: health?.problems.map(({ problem }) => problem) ?? [],
        clippedFraction: health?.clippedFraction ?? 0,
        flatLine: health?.problems.some(({ problem }) => problem === 'flat-line') ?? false,
        dcOffset: health?.dcOffset ?? null,
        humDb: health?.humDb ?? null,
        driftPpm: source.driftPpm ?? null,
        recorder: {
          ...recorderBody(recorder.state),
          since: isoOrNull(recorder.state.sinceMs),
          ...recorder.gathered,
        },
      };
    }),
    clock: { synchronised, offsetMs: null },
    memory: { rssBytes: rss, heapUsedBytes: heapUsed },
    inference,
  };
}
