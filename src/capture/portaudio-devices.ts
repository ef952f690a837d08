import { once } from 'node:events';
import { ExitCode, HullprintError } from '../errors.js';
import type { Device } from './portaudio-device.js';
import { type CaptureReply, notInstalled, startPortAudio } from './portaudio-process.js';
import { type SourceLog, silent } from './source-log.js';

const patienceMs = 20_000;

/**
 * The audio devices that PortAudio finds now.
 *
 * @throws HullprintError with exit code 69 when naudiodon is not built, or PortAudio fails
 */
export async function listDevices(log: SourceLog = silent): Promise<Device[]> {
  const child = startPortAudio({ command: 'list' }, log);
  let reply: CaptureReply | undefined;
  child.on('message', (message) => {
    reply = message as CaptureReply;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await once(child, 'close');
  clearTimeout(timer);
  if (reply?.type === 'devices') return reply.devices;
  const reason = reply?.type === 'failed' ? reply.message : 'PortAudio gave no answer';
  if (reply?.type === 'failed' && reply.kind === 'not-installed') throw notInstalled(reason);
  throw new HullprintError({
    operation: 'list',
    subject: 'audio devices',
    reason,
    hint: 'See what `arecord -l` says (Debian package alsa-utils)',
    exitCode: ExitCode.unavailable,
  });
}
