import type { DemonSpectrum } from '../features/demon.js';
import type { Assessment } from '../prototypes/assessment.js';
import type { Verdict } from './verdict.js';

/** A stretch of time, UTC in milliseconds, by the sample clock. */
export interface UtcSpan {
  startMs: number;
  endMs: number;
}

/** What one window says and how much to make of it. */
export interface WeightedAssessment {
  assessment: Assessment;
  /** Above 0, at most 1: windows near the closest approach count more than those at the edge of hearing. */
  weight: number;
}

/**
 * Why a passage ended. `quiet`: the ship is gone. `gap`: the sound was missing for longer than a fade may last.
 * `next-passage`: another ship came up before the first had gone. `permanent`: it stayed for so long that it now
 * counts as the site's background. The rest are the reasons that `PassageTracker.close` is given.
 */
export type PassageEnd =
  | 'quiet'
  | 'gap'
  | 'next-passage'
  | 'permanent'
  | 'shutdown'
  | 'device-lost'
  | 'duty-cycle'
  | 'clock-step'
  | 'end-of-recording';

/** What was measured while the ship passed. */
export interface PassageEvidence {
  /** Broadband level at the closest approach so far, smoothed over 15 s; −Infinity for digital silence. */
  splDb: number;
  /** When the level was highest; null until that is past. */
  closestApproachMs: number | null;
  /** Null unless the DEMON spectrum shows a shaft that can be trusted. */
  shaftHz: number | null;
  bladeCount: number | null;
  bladeRateHz: number | null;
  /**
   * Signal and background over background at the closest approach, averaged over the decidecades as power. A lower
   * bound while the site has not yet been heard without the ship.
   */
  snrDb: number;
  /** Windows that the verdict rests on. */
  windows: number;
}

/** A ship going by: said when it begins, at most each 10 s while it lasts, and when it ends. */
export interface PassageEvent {
  phase: 'new' | 'update' | 'end';
  /** The same from `new` to `end`. */
  id: string;
  startMs: number;
  /** Null until the end. */
  endMs: number | null;
  endedBy: PassageEnd | null;
  size: Exclude<Verdict['size'], 'none'>;
  confidence: number;
  vesselClass: Assessment['vesselClass'];
  /** Nearest prototypes first, distances averaged over the passage. */
  nearest: Assessment['nearest'];
  evidence: PassageEvidence;
  /** Mean over the passage; null until the end, and where there was too little. */
  demon: DemonSpectrum | null;
  /** Mean over the passage `[embeddingLength]`; null until the end. */
  embedding: Float32Array | null;
  /** End of the sound that this event rests on. */
  heardUntilMs: number;
}

/** What a channel says at this moment. */
export interface PassageState {
  verdict: Verdict;
  vesselClass: Assessment['vesselClass'];
  /** Id of the open passage. */
  passage: string | null;
  /** When the size last changed; null before the first window. */
  sinceMs: number | null;
}
