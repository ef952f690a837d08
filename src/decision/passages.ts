import type { DemonFrame, LevelFrame, ShaftEstimate } from '../features/frames.js';
import type { Assessment } from '../prototypes/assessment.js';
import type { PassageEnd, PassageEvent, PassageState, UtcSpan, WeightedAssessment } from './passage.js';
import type { Verdict } from './verdict.js';

export interface PassageOptions {
  /** Gives the id of a new passage; called once a passage, in the order in which passages begin. */
  nextId: (startMs: number) => string;
  /** Pools the windows of a passage (at least one) to a verdict; `none` is published as `unknown`. */
  pool: (windows: readonly WeightedAssessment[]) => Verdict;
  /** Reads shaft and blades from a DEMON spectrum averaged over the passage; null when there is nothing to read. */
  estimateShaft: (spectrum: Pick<DemonFrame, 'binHz' | 'power'>) => ShaftEstimate | null;
}

/**
 * Follows the passages of one channel. Its clock is the time of its inputs, which come in order: what ends by the
 * end of a window is handed in before that window. Levels and DEMON frames may run ahead of the windows (the
 * encoder takes its time); they wait for the window, so that the events depend on the sound alone.
 */
export class PassageTracker {
  constructor(_options: PassageOptions) {}

  addLevel(_span: UtcSpan, _level: LevelFrame): void {}

  addDemon(_span: UtcSpan, _frame: DemonFrame): void {}

  /** Gives the events that follow from this window: none, or up to two (one passage ends, the next begins). */
  addWindow(_span: UtcSpan, _assessment: Assessment): PassageEvent[] {
    return [];
  }

  /** Ends the open passage, if there is one; the tracker can go on afterwards. */
  close(_reason: PassageEnd): PassageEvent[] {
    return [];
  }

  get state(): PassageState {
    return { verdict: { size: 'none', confidence: 0 }, vesselClass: null, passage: null, sinceMs: null };
  }
}
