import type { RecorderState } from './recorder-state.js';

/** Features of one clip or passage (`siteFeatures`), and when it was, UTC in milliseconds. */
export interface Remembered {
  timeMs: number;
  features: readonly number[];
}

export type EvidenceKind = 'clip' | 'passage';

/** What outlives the process of all that a channel has learnt of its recorder. */
export interface RecorderMemory {
  /** Null before the first estimate. */
  state(): RecorderState | null;
  saveState(state: RecorderState): void;
  /** In the order of time. */
  evidence(kind: EvidenceKind): Remembered[];
  /** Adds one, later than the others, and forgets the oldest beyond `most`. */
  remember(kind: EvidenceKind, one: Remembered, most: number): void;
}

/** For a process that remembers nothing: a recording, a test. */
export const forgetfulMemory: RecorderMemory = {
  state: () => null,
  saveState: () => {},
  evidence: () => [],
  remember: () => {},
};
