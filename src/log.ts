import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger };

/** Logs to stderr: lines for a person on a terminal, JSON for the journal and everything else. */
export function createLog(level: string): Logger {
  return process.stderr.isTTY
    ? pino({ level }, pretty({ destination: 2, sync: true, ignore: 'pid,hostname' }))
    : pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
}
