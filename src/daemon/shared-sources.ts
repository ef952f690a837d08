import { openSource } from '../capture/open.js';
import type { CaptureSource } from '../capture/source.js';
import type { SourceLog } from '../capture/source-log.js';
import type { ChannelConfig } from '../config.js';
import { ExitCode, HullprintError } from '../errors.js';

/** A source and the channels that hear it. */
export interface SharedSource {
  source: CaptureSource;
  channels: ChannelConfig[];
}

/**
 * The sources of a configuration: channels that hear the same device share it. Nothing is opened yet. Throws
 * HullprintError (78) for a source that means none.
 */
export function sharedSources(channels: readonly ChannelConfig[], log?: SourceLog): SharedSource[] {
  const groups = new Map<string, ChannelConfig[]>();
  for (const channel of channels) {
    const { source, sampleRateHz, realtime, format } = channel;
    const key = JSON.stringify([source, sampleRateHz, realtime, format]);
    groups.set(key, [...(groups.get(key) ?? []), channel]);
  }
  return [...groups.values()].map((group) => ({ source: sourceOf(group, log), channels: group }));
}

function sourceOf(group: readonly ChannelConfig[], log: SourceLog | undefined): CaptureSource {
  const { name, source, sampleRateHz, realtime, format } = group[0]!;
  // Files and streams know how many inputs they have; of a device or a pipe it must be said.
  const channels = /^(portaudio|stdin):/.test(source)
    ? Math.max(...group.map(({ input }) => input))
    : undefined;
  try {
    return openSource(source, { sampleRateHz, channels, format, realtime, log });
  } catch (error) {
    if (!(error instanceof HullprintError)) throw error;
    const subject = `channel ${name}`;
    const reason = `${error.subject}: ${error.reason}`;
    const { hint } = error;
    throw new HullprintError({
      operation: 'set up',
      subject,
      reason,
      hint,
      exitCode: ExitCode.configuration,
      cause: error,
    });
  }
}
