import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Whether the system's clock is synchronised, as the kernel knows it. False where nothing can tell. */
export async function clockSynchronised(): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)('timedatectl', ['show', '-p', 'NTPSynchronized', '--value']);
    return stdout.trim() === 'yes';
  } catch {
    return false;
  }
}
