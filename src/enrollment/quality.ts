import type { Size } from '../prototypes/assessment.js';
import { type Fingerprint, sharedSeconds } from './fingerprint.js';
import type { Support } from './hear-support.js';

const LEAST_WINDOWS = 3;
const SILENT_DB = -85;
const CLIPPED_FRACTION = 1e-4;
/** Below it recordings are of another tier of bandwidth. */
const FULL_RATE_HZ = 15_000;
/** Least share of the windows in which a ship is heard. */
const LEAST_SHIP_SHARE = 0.4;

/** What a recording is compared with. */
export interface Known {
  file: string;
  audio: string;
  /** Null for one that was enrolled before fingerprints were kept. */
  fingerprint: Fingerprint | null;
}

/** What is wrong with a recording as support for a class, each in one line with what to do; empty when all is well. */
export function findingsOf(support: Support, size: Size, known: readonly Known[]): string[] {
  const { heard } = support;
  const { seconds, sampleRateHz, windows, passages, levels, health } = heard;
  const silent = levels.length > 0 && levels.every(({ splDb }) => splDb < SILENT_DB);
  if (silent) return ['silent: nothing but the converter is heard; record again'];
  if (windows.length < LEAST_WINDOWS) {
    return [`too short: ${seconds.toFixed(1)} s make ${windows.length} windows; give at least 10 s`];
  }
  const findings: string[] = [];
  if (health && health.clippedFraction > CLIPPED_FRACTION) {
    findings.push('clipped: the converter was overdriven; record again with less gain');
  }
  const ship = windows.filter(({ assessment }) => assessment.probability.none < 0.5).length / windows.length;
  if (size !== 'none' && ship < LEAST_SHIP_SHARE) {
    findings.push(`mostly sea: a ship is heard in ${Math.round(100 * ship)} % of it; cut it to the passage`);
  }
  if (size !== 'none' && passages.length > 1) {
    findings.push(`${passages.length} passages: cut it into one file each, and leave out other ships`);
  }
  if (sampleRateHz < FULL_RATE_HZ) {
    findings.push(
      `sample rate too low: at ${sampleRateHz} Hz the upper half of what the model tells ships by is missing, and only windows that lack it too are compared; record at 16 kHz or more`,
    );
  }
  const copy = duplicateIn(support, known);
  if (copy) findings.push(copy);
  return findings;
}

function duplicateIn({ audio, fingerprints }: Support, known: readonly Known[]): string | null {
  const same = known.find((each) => each.audio === audio);
  if (same) return `duplicate: the same samples as ${same.file}`;
  for (const { file, fingerprint } of known) {
    const seconds = fingerprint ? sharedSeconds(fingerprints, fingerprint) : 0;
    if (seconds > 0) return `duplicate: ${seconds} s of its sound are also in ${file}; leave one of them out`;
  }
  return null;
}
