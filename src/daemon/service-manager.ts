import { ExitCode, HullprintError } from '../errors.js';

/** The service manager that started this process: systemd, as sd_notify(3) talks to it. */
export interface ServiceManager {
  /** It ends and restarts a service that gives no sign of life for this long; null when it does not watch. */
  readonly watchdogMs: number | null;
  /** @param assignments such as `READY=1`, one a line of the message */
  tell(...assignments: string[]): void;
}

/**
 * The service manager of this process; null when there is none, as in a terminal. The message goes through
 * libsystemd, which every machine with systemd has. Throws HullprintError (69) when it cannot be used: a service that
 * cannot say that it is ready would be killed without a reason that a person can read.
 */
export async function serviceManager(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ServiceManager | null> {
  if (!environment.NOTIFY_SOCKET) return null;
  const notify = await loadNotify();
  return {
    watchdogMs: watchdogMs(environment),
    tell: (...assignments) => void notify(0, assignments.join('\n')),
  };
}

type Notify = (unsetEnvironment: number, state: string) => number;

async function loadNotify(): Promise<Notify> {
  try {
    const { default: koffi } = await import('koffi');
    return koffi.load('libsystemd.so.0').func('int sd_notify(int unset_environment, const char *state)');
  } catch (cause) {
    throw new HullprintError({
      operation: 'report to',
      subject: 'systemd',
      reason: (cause as Error).message,
      hint: 'Install the Debian package libsystemd0 and the npm package koffi (npm ci --include=optional), or run without Type=notify',
      exitCode: ExitCode.unavailable,
      cause,
    });
  }
}

function watchdogMs({ WATCHDOG_USEC, WATCHDOG_PID }: NodeJS.ProcessEnv): number | null {
  const forThisProcess = !WATCHDOG_PID || Number(WATCHDOG_PID) === process.pid;
  const ms = Number(WATCHDOG_USEC) / 1000;
  return forThisProcess && ms > 0 ? ms : null;
}
