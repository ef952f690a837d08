import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { ExitCode, HullprintError } from '../errors.js';
import { withTime } from '../simulator/ais/sentences.js';
import { readNamed } from './named-file.js';
import { numberBetween } from './number-option.js';

interface ReplayOptions {
  to: { host: string; port: number };
  speed: number;
}

const TIMED = /^\\(?:[^\\]*,)?c:(\d+)[^\\]*\\(!.*)$/;

export function replayAisCommand(command: Command): void {
  command
    .argument('<file>', 'recorded AIVDM sentences, each behind a tag block with its time')
    .option('--to <address>', 'host and UDP port of the node', address, { host: '127.0.0.1', port: 10_110 })
    .option('--speed <times>', 'how many times faster than life', numberBetween(0.001, 10_000), 1)
    .action(replay);
}

/** Sends a recording of AIS as if its first sentence came now. */
async function replay(file: string, { to, speed }: ReplayOptions): Promise<void> {
  const socket = createSocket(to.host.includes(':') ? 'udp6' : 'udp4');
  const beganMs = Date.now();
  let firstSeconds: number | null = null;
  let count = 0;
  for await (const line of createInterface({ input: Readable.from([readNamed(file)]) })) {
    const [, seconds, sentence] = TIMED.exec(line) ?? [];
    if (!sentence) continue;
    firstSeconds ??= Number(seconds);
    const sinceMs = 1000 * (Number(seconds) - firstSeconds);
    await sleep(beganMs + sinceMs / speed - Date.now());
    socket.send(withTime(sentence, beganMs + sinceMs), to.port, to.host);
    count++;
  }
  socket.close();
  if (count === 0) throw nothing(file);
  console.log(`${count} sentences`);
}

function address(text: string): ReplayOptions['to'] {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (!host || Number(port) > 65_535)
    throw new InvalidArgumentError('It is a host and a port, 127.0.0.1:10110.');
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

function nothing(file: string): HullprintError {
  return new HullprintError({
    operation: 'replay AIS',
    subject: file,
    reason: 'no line of it is a sentence behind a tag block with its time (c:)',
    hint: 'hullprint simulate writes ais.nmea in this form: \\c:1767225600*hh\\!AIVDM,…',
    exitCode: ExitCode.data,
  });
}
