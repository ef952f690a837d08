import type { EventTask } from './event-task.js';
import type { LongRecording } from './long-recording.js';

/**
 * Scores each query window by the normalised cross-correlation of the log spectrogram with that of each passage shown,
 * the greatest over the passages (the baseline of DCASE's few-shot task). The median of each band over the annotated
 * part is taken off first: else all that correlates is the colour of sea and recorder. A passage scores for the windows
 * in the middle half of where it would lie. Gives `[query windows]`.
 */
export function templateScores(recording: LongRecording, task: EventTask): Float64Array {
  const { bands } = recording;
  const spectrogram = lessMedians(recording, task.queryStart);
  const { queryStart } = task;
  const scores = new Float64Array(recording.windows - queryStart).fill(-1);
  for (const windows of task.shownWindows) {
    const template = spectrogram.subarray(windows[0]! * bands, (windows.at(-1)! + 1) * bands);
    const length = template.length / bands;
    const normalised = unitVariance(template);
    for (let at = queryStart; at + length <= recording.windows; at++) {
      const here = unitVariance(spectrogram.subarray(at * bands, (at + length) * bands));
      let correlation = 0;
      for (let i = 0; i < here.length; i++) correlation += normalised[i]! * here[i]!;
      for (let j = Math.floor(length / 4); j <= Math.floor((3 * length) / 4) && j < length; j++) {
        scores[at + j - queryStart] = Math.max(scores[at + j - queryStart]!, correlation);
      }
    }
  }
  return scores;
}

/** Less the mean, and of norm 1. */
function unitVariance(values: Float32Array): Float32Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const norm = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0)) || 1;
  return centred.map((value) => value / norm);
}

function lessMedians({ levels, bands }: LongRecording, annotated: number): Float32Array {
  const medians = Array.from({ length: bands }, (_, band) => {
    const own = Float32Array.from(
      { length: annotated },
      (_, window) => levels[window * bands + band]!,
    ).sort();
    return own[Math.floor(annotated / 2)]!;
  });
  return levels.map((level, i) => level - medians[i % bands]!);
}
