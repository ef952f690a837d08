import { DutyCycledSource } from '../capture/duty-cycle.js';
import { openSource } from '../capture/open.js';
import type { CaptureSource } from '../capture/source.js';
import type { SourceLog } from '../capture/source-log.js';
import type { ChannelConfig } from '../config.js';
import { ExitCode, HullprintError } from '../errors.js';

/** Sources that can be opened once at a time, and do not say how many inputs they have. */
const heardOnce = /^(portaudio|stdin):/;

/** A source and the channels that hear it. */
export interface SharedSource {
  /** The same for the same source, heard in the same way. */
  key: string;
  /** How many inputs it is asked for; 0 when it is not asked but tells. */
  inputs: number;
  source: CaptureSource;
  channels: ChannelConfig[];
}

/**
 * The sources of a configuration: channels that hear the same device share it. Nothing is opened yet. Throws
 * HullprintError (78) for a source that means none, and for a device or pipe that channels would open in two ways:
 * it can be had once.
 */
export function sharedSources(channels: readonly ChannelConfig[], log?: SourceLog): SharedSource[] {
  const groups = new Map<string, ChannelConfig[]>();
  for (const channel of channels) {
    const { source, sampleRateHz, realtime, format, dutyCycle } = channel;
    const key = JSON.stringify([source, sampleRateHz, realtime, format, dutyCycle]);
    groups.set(key, [...(groups.get(key) ?? []), channel]);
  }
  refuseTwoWays([...groups.values()].map(([first]) => first!));
  return [...groups].map(([key, channels]) => ({
    key,
    inputs: inputsOf(channels) ?? 0,
    source: sourceOf(channels, log),
    channels,
  }));
}

/** @param firsts one channel of each group */
function refuseTwoWays(firsts: readonly ChannelConfig[]): void {
  const opened = new Map<string, ChannelConfig>();
  for (const channel of firsts) {
    if (!heardOnce.test(channel.source)) continue;
    const other = opened.get(channel.source);
    if (!other) {
      opened.set(channel.source, channel);
      continue;
    }
    throw new HullprintError({
      operation: 'set up',
      subject: `channel ${channel.name}`,
      reason: `it hears ${channel.source} as channel ${other.name} does, but otherwise`,
      hint: 'Give both the same sampleRateHz, format, realtime and dutyCycle',
      exitCode: ExitCode.configuration,
    });
  }
}

/** Files and streams know how many inputs they have; of a device or a pipe it must be said. */
function inputsOf(group: readonly ChannelConfig[]): number | undefined {
  return heardOnce.test(group[0]!.source) ? Math.max(...group.map(({ input }) => input)) : undefined;
}

function sourceOf(group: readonly ChannelConfig[], log: SourceLog | undefined): CaptureSource {
  const { name, source, sampleRateHz, realtime, format, dutyCycle } = group[0]!;
  try {
    const always = openSource(source, { sampleRateHz, channels: inputsOf(group), format, realtime, log });
    return dutyCycle ? new DutyCycledSource(always, dutyCycle) : always;
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
