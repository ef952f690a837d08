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

/** What has moved since it was first heard. */
export interface Drift {
  classes: HealthMessage['classes'];
  /** By channel. */
  backgroundShiftDb: ReadonlyMap<string, number | null>;
}

/** Puts together what `health` says; the publisher adds outbox and broker. */
export function healthBody(
  channels: readonly Heard[],
  inference: HealthMessage['inference'],
  drift: Drift,
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
        backgroundShiftDb: roundedOrNull(drift.backgroundShiftDb.get(channel.name) ?? null, 1),
        recorder: {
          ...recorderBody(recorder.state),
          since: isoOrNull(recorder.state.sinceMs),
          ...recorder.gathered,
        },
      };
    }),
    classes: drift.classes.map(({ name, earlier, latest, moved }) => ({
      name,
      earlier: roundedOrNull(earlier, 3),
      latest: roundedOrNull(latest, 3),
      moved,
    })),
    clock: { synchronised, offsetMs: null },
    memory: { rssBytes: rss, heapUsedBytes: heapUsed },
    inference,
  };
}

const roundedOrNull = (value: number | null, digits: number) =>
  value === null ? null : Number(value.toFixed(digits));
