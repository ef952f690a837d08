import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config.js';

/** What a daemon holds on to from its start to its end. */
const FIXED = [
  ...['node', 'stateFolder', 'compute', 'position', 'ais', 'mqtt'],
  ...['homeAssistant', 'http', 'outbox', 'history', 'clips'],
] as const;

/** The keys of a configuration that have changed and cannot while the daemon runs. */
export function fixedKeysChanged(before: Config, after: Config): string[] {
  return FIXED.filter((key) => !isDeepStrictEqual(before[key], after[key]));
}
