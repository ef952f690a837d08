// The process that holds PortAudio: its native part prints to stdout, blocks and may crash. Samples go out over
// file descriptor 3, everything else over the channel to the parent; no sample is ever waited for by the parent.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { monotonicMs } from './live-input.js';
import { type Device, findInputDevice } from './portaudio-device.js';
import { encodePacketHeader } from './portaudio-packet.js';
import type { CaptureReply, CaptureRequest } from './portaudio-process.js';

/** naudiodon's addon itself. Its JavaScript puts streams in between and a handler that writes crash.log. */
interface Addon {
  getDevices(): AddonDevice[];
  create(options: { inOptions: Record<string, number | boolean> }): AddonInput;
}

interface AddonDevice {
  id: number;
  name: string;
  maxInputChannels: number;
  maxOutputChannels: number;
  defaultSampleRate: number;
  hostAPIName: string;
}

interface AddonInput {
  start(): void;
  /** Waits until that many bytes are there. */
  read(bytes: number): Promise<{ err?: string; finished: boolean; buf: Buffer }>;
}

const float32 = 1;
/** One read, and about one call from the device: short against everything that is heard in it. */
const packetSeconds = 0.03;
/** Packets that PortAudio's thread may put down before it has to wait for this process: two seconds. */
const deviceQueue = 64;
/** What the pipe may hold while the parent is busy; beyond it packets are dropped and counted. */
const pipeSeconds = 4;

process.on('disconnect', leave);
await main(JSON.parse(process.argv[2]) as CaptureRequest);

async function main(request: CaptureRequest): Promise<void> {
  const addon = loadAddon();
  if (!addon) return fail('not-installed', 'naudiodon is not built');
  try {
    const found = addon.getDevices();
    const devices = found.map(asDevice);
    if (request.command === 'list') return tell({ type: 'devices', devices }, leave);
    const device = findInputDevice(devices, request.device);
    if (typeof device === 'string') return fail('missing', device);
    const sampleRateHz = request.sampleRateHz ?? device.defaultSampleRateHz;
    // Who asks for more than there are is told so by the blocks; the other inputs can be heard.
    const channels = Math.min(request.channels, device.inputChannels);
    const packetFrames = 2 ** Math.round(Math.log2(sampleRateHz * packetSeconds));
    const input = addon.create({
      inOptions: {
        deviceId: found[devices.indexOf(device)].id,
        sampleRate: sampleRateHz,
        channelCount: channels,
        sampleFormat: float32,
        framesPerBuffer: packetFrames,
        maxQueue: deviceQueue,
        closeOnError: false,
      },
    });
    input.start();
    tell({ type: 'opened', device: device.name, sampleRateHz, channels });
    await pump(input, packetFrames, channels, sampleRateHz);
    fail('ended', 'the device stopped giving samples');
  } catch (error) {
    fail('failed', (error as Error).message);
  }
}

async function pump(input: AddonInput, packetFrames: number, channels: number, sampleRateHz: number) {
  const pipe = new Socket({ fd: 3, readable: false, writable: true });
  pipe.on('error', leave);
  const frameBytes = 4 * channels;
  const mostHeldBytes = pipeSeconds * sampleRateHz * frameBytes;
  let lostBefore = 0;
  for (;;) {
    const { err, finished, buf: pcm } = await input.read(packetFrames * frameBytes);
    const arrivalMs = monotonicMs();
    if (err) throw new Error(err);
    if (finished) return;
    if (pipe.writableLength > mostHeldBytes) {
      lostBefore += packetFrames;
      continue;
    }
    pipe.cork();
    pipe.write(encodePacketHeader({ pcm, lostBefore, arrivalMs }));
    pipe.write(pcm);
    pipe.uncork();
    lostBefore = 0;
  }
}

function loadAddon(): Addon | undefined {
  const require = createRequire(import.meta.url);
  for (const modules of require.resolve.paths('naudiodon') ?? []) {
    const addon = join(modules, 'naudiodon', 'build', 'Release', 'naudiodon.node');
    if (existsSync(addon)) return require(addon) as Addon;
  }
  return undefined;
}

function asDevice(device: AddonDevice): Device {
  return {
    name: device.name,
    hostApi: device.hostAPIName,
    inputChannels: device.maxInputChannels,
    outputChannels: device.maxOutputChannels,
    defaultSampleRateHz: device.defaultSampleRate,
  };
}

function tell(reply: CaptureReply, then: () => void = () => {}): void {
  process.send!(reply, then);
}

function fail(kind: Extract<CaptureReply, { type: 'failed' }>['kind'], message: string): void {
  tell({ type: 'failed', kind, message }, leave);
}

/** An orderly exit would wait for the thread that waits for the device. */
function leave(): void {
  process.kill(process.pid, 'SIGKILL');
}
