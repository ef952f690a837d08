import { dot } from '../signal/dot.js';

/** Where the pooling windows of a signal lie: window i begins `lead` samples before sample i · strideSamples. */
export interface PoolingGrid {
  frames: number;
  lead: number;
  windowSamples: number;
  strideSamples: number;
}

/** TensorFlow's SAME padding: as many frames as strides begin in the signal, what is missing shared by both ends. */
export function poolingGrid(samples: number, windowSamples: number, strideSamples: number): PoolingGrid {
  const frames = Math.ceil(samples / strideSamples);
  const padding = Math.max(0, (frames - 1) * strideSamples + windowSamples - samples);
  return { frames, lead: Math.floor(padding / 2), windowSamples, strideSamples };
}

/** Adds to `sums[frames]` what `count` energies from sample `first` on weigh in each window that they reach. */
export function poolInto(
  sums: Float64Array,
  { frames, lead, windowSamples, strideSamples }: PoolingGrid,
  window: Float64Array,
  energies: Float64Array,
  first: number,
  count: number,
): void {
  const firstFrame = Math.max(0, Math.ceil((first + lead - windowSamples + 1) / strideSamples));
  for (let frame = firstFrame; frame < frames; frame++) {
    const windowStart = frame * strideSamples - lead;
    if (windowStart >= first + count) return;
    const from = Math.max(first, windowStart);
    const to = Math.min(first + count, windowStart + windowSamples);
    sums[frame] += dot(window, from - windowStart, energies, from - first, to - from);
  }
}

/** Gaussian window `[length]` with its peak 1 in the middle; `width`: standard deviation as a share of half the length. */
export function gaussianWindow(length: number, width: number): Float64Array {
  const half = (length - 1) / 2;
  return Float64Array.from({ length }, (_, i) => Math.exp(-0.5 * ((i - half) / (width * half)) ** 2));
}
