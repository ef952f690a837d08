import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ExitCode, HullprintError } from '../errors.js';
import type { Device } from './portaudio-device.js';
import type { SourceLog } from './source-log.js';

export type CaptureRequest =
  | { command: 'list' }
  | { command: 'capture'; device: string; sampleRateHz: number | undefined; channels: number };

export type CaptureReply =
  | { type: 'devices'; devices: Device[] }
  | { type: 'opened'; device: string; sampleRateHz: number; channels: number }
  | { type: 'failed'; kind: 'not-installed' | 'missing' | 'ended' | 'failed'; message: string };

/**
 * Starts the process that holds PortAudio. What its native part prints goes to the log; samples come as packets
 * (portaudio-packet.ts) on its fourth pipe, `stdio[3]`.
 */
export function startPortAudio(request: CaptureRequest, log: SourceLog): ChildProcess {
  const typescript = import.meta.url.endsWith('.ts');
  const program = new URL(`./portaudio-child.${typescript ? 'ts' : 'js'}`, import.meta.url);
  const child = fork(fileURLToPath(program), [JSON.stringify(request)], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'ipc'],
    execArgv: typescript ? ['--import', loaderOfTypeScript()] : [],
    // PortAudio would start a JACK server to see whether there is one.
    env: { ...process.env, JACK_NO_START_SERVER: '1' },
  });
  for (const output of [child.stdout!, child.stderr!])
    output.setEncoding('utf8').on('data', (text: string) => log('debug', `PortAudio: ${text.trimEnd()}`));
  return child;
}

export function notInstalled(cause: string): HullprintError {
  const build = fileURLToPath(new URL('../../scripts/build-naudiodon.mjs', import.meta.url));
  return new HullprintError({
    operation: 'use',
    subject: 'PortAudio',
    reason: cause,
    hint: `Install the Debian packages g++ and libportaudio2, then run: node ${build}`,
    exitCode: ExitCode.unavailable,
  });
}

function loaderOfTypeScript(): string {
  return pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
}
