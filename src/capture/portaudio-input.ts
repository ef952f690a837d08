import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { ByteReader } from './byte-reader.js';
import type { LiveEnd, LiveInput, LiveLayout, LiveListener } from './live-input.js';
import { readPacket } from './portaudio-packet.js';
import { type CaptureReply, notInstalled, startPortAudio } from './portaudio-process.js';
import type { SourceLog } from './source-log.js';

/** A sound card through PortAudio, in a process of its own that can be killed. */
export class PortAudioInput implements LiveInput {
  constructor(
    private readonly device: string,
    private readonly sampleRateHz: number | undefined,
    private readonly channels: number,
    private readonly log: SourceLog,
  ) {}

  async open(listener: LiveListener, layout: LiveLayout | undefined, signal: AbortSignal): Promise<LiveEnd> {
    const sampleRateHz = layout?.sampleRateHz ?? this.sampleRateHz;
    const channels = layout?.channels ?? this.channels;
    const { device } = this;
    const child = startPortAudio({ command: 'capture', device, sampleRateHz, channels }, this.log);
    const closed = once(child, 'close');
    const kill = () => child.kill('SIGKILL');
    signal.addEventListener('abort', kill);
    if (signal.aborted) kill();
    let failure: Extract<CaptureReply, { type: 'failed' }> | undefined;
    child.on('message', (reply: CaptureReply) => {
      if (reply.type === 'failed') failure = reply;
      if (reply.type !== 'opened') return;
      if (layout && reply.channels !== layout.channels) {
        failure = { type: 'failed', kind: 'missing', message: `it has only ${reply.channels} inputs now` };
        return kill();
      }
      listener.opened({ sampleRateHz: reply.sampleRateHz, channels: reply.channels }, reply.device);
      // Only now: the pipe may be faster than the message.
      void forwardPackets(child.stdio[3] as Readable, listener);
    });
    const [code, killedBy] = await closed;
    signal.removeEventListener('abort', kill);
    if (failure?.kind === 'not-installed') throw notInstalled(failure.message);
    if (failure) return { reason: 'device-lost', message: failure.message };
    return { reason: 'restart', message: `the capture process ended (${killedBy ?? `exit code ${code}`})` };
  }
}

async function forwardPackets(pipe: Readable, listener: LiveListener): Promise<void> {
  const reader = new ByteReader(pipe);
  for (;;) {
    const packet = await readPacket(reader);
    if (!packet) return;
    listener.packet(packet);
  }
}
