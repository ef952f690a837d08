import type { PassageEvent, UtcSpan } from '../decision/passage.js';
import type { FeatureWindow } from '../features/frames.js';
import type { RecorderState } from './recorder-state.js';

/** One window as the pipeline judged it. */
export interface JudgedWindow {
  span: UtcSpan;
  /** As it was heard, nothing taken off. */
  window: FeatureWindow;
  /** Probability of a ship, 0–1. */
  ship: number;
  /** No passage is open, and none will reach back to this window. */
  quiet: boolean;
}

/** What a channel holds of its recorder. */
export interface SiteRecorder {
  readonly state: RecorderState;
  /** What has been gathered to learn from. */
  readonly gathered: { passages: number; clips: number };
  /** Takes the next window; true when the state has changed, which it does between passages alone. */
  hear(heard: JudgedWindow): boolean;
  /** Takes a passage at its end. */
  passageEnded(passage: PassageEvent): void;
}

/** A recorder that is known, or left as it is: nothing is learnt. */
export function fixedRecorder(state: RecorderState): SiteRecorder {
  return { state, gathered: { passages: 0, clips: 0 }, hear: () => false, passageEnded: () => {} };
}
