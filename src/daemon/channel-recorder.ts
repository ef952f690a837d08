import type { ChannelConfig } from '../config.js';
import { ClassBook } from '../enrollment/class-book.js';
import type { Model } from '../model.js';
import { LearningRecorder } from '../site/learning-recorder.js';
import { FLAT_RECORDER, pinnedRecorder } from '../site/recorder-state.js';
import { fixedRecorder, type SiteRecorder } from '../site/site-recorder.js';
import { storedMemory } from '../site/stored-memory.js';
import type { Store } from '../store/store.js';

/** What a channel holds of its recorder at start, as its configuration has it; a model may know nothing of recorders. */
export function channelRecorder(
  { name, recorderTilt, recorderLowCut }: Pick<ChannelConfig, 'name' | 'recorderTilt' | 'recorderLowCut'>,
  { prior }: Pick<Model, 'prior'>,
  store: Store,
): SiteRecorder {
  if (typeof recorderTilt === 'number') {
    return fixedRecorder(pinnedRecorder({ tiltDbPerDecade: recorderTilt, lowCutHz: recorderLowCut ?? null }));
  }
  if (recorderTilt === 'off' || prior === null) return fixedRecorder(FLAT_RECORDER);
  const book = new ClassBook(store);
  return new LearningRecorder(prior, storedMemory(store, name), () => book.knownAt(name));
}
