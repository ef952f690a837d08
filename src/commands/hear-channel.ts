import { type ChannelConfig, loadConfig } from '../config.js';
import { sharedSources } from '../daemon/shared-sources.js';
import { ExitCode, HullprintError } from '../errors.js';
import { inputOf } from '../input-of.js';

/** The channel of a configuration. Throws HullprintError (64) when it has none of that name. */
export function channelOf(config: string, name: string): ChannelConfig {
  const { channels } = loadConfig(config);
  const channel = channels.find((each) => each.name === name);
  if (channel) return channel;
  throw new HullprintError({
    operation: 'listen to',
    subject: `channel ${name}`,
    reason: `${config} has ${channels.map((each) => each.name).join(', ')}`,
    hint: 'Give one of these',
    exitCode: ExitCode.usage,
  });
}

/**
 * Hears a channel as the daemon would, but without rest, block by block, until its source ends or the signal aborts.
 * Throws HullprintError (69) when it cannot be had, as when the daemon has it.
 *
 * @param take gets samples at full scale ±1; the first call has none and tells the rate
 */
export async function hearChannel(
  channel: ChannelConfig,
  signal: AbortSignal,
  take: (samples: Float32Array, sampleRateHz: number) => void,
): Promise<void> {
  const [{ source }] = sharedSources([{ ...channel, dutyCycle: undefined }]) as [
    ReturnType<typeof sharedSources>[number],
  ];
  let sampleRateHz = 0;
  for await (const event of source.listen(signal)) {
    if (event.type === 'opened') {
      sampleRateHz = event.sampleRateHz;
      take(new Float32Array(0), sampleRateHz);
    } else if (event.type === 'block') take(inputOf(event.inputs, channel.input, source.name), sampleRateHz);
    else if (event.type === 'unavailable') throw unavailable(channel, event.reason);
    if (signal.aborted) break;
  }
}

function unavailable({ name }: ChannelConfig, reason: string): HullprintError {
  return new HullprintError({
    operation: 'listen to',
    subject: `channel ${name}`,
    reason,
    hint: 'Where the daemon has the device, stop it for the while: systemctl stop hullprint',
    exitCode: ExitCode.unavailable,
  });
}
