import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { promisify } from 'node:util';

/** Whether the system's clock is synchronised, as the kernel knows it; null where nothing can tell. */
export async function clockSynchronised(): Promise<boolean | null> {
  try {
    const { stdout } = await promisify(execFile)('timedatectl', ['show', '-p', 'NTPSynchronized', '--value']);
    return stdout.trim() === 'yes';
  } catch {
    return null;
  }
}

/** Time since boot, sleep included, ms; to about 10 ms. */
export function sinceBootMs(): number {
  return 1000 * uptime();
}

/** What tells this boot of the machine from every other; the same in all containers on it. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
