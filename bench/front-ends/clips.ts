import type { Size } from '../../src/prototypes/assessment.js';
import { simulateClip } from '../../src/simulator/clip.js';
import { Random } from '../../src/simulator/random.js';

export const CLIP_SECONDS = 5;
const SIZES: readonly Size[] = ['big', 'small', 'none'];
const CLIPS_PER_VESSEL = 2;

export interface ClipLabel {
  recordingId: string;
  vessel: string;
  size: Size;
}

export interface Clip extends ClipLabel {
  /** 16 kHz, without its mean. */
  samples: Float32Array;
}

export type Side = 'training' | 'validation';

/** What the clips of a side are: sizes in turn, each vessel twice. Vessels are numbered within the side. */
export function labelClips(side: Side, count: number): ClipLabel[] {
  return Array.from({ length: count }, (_, index) => {
    const size = SIZES[index % SIZES.length]!;
    const vessel = `${side}/${size}/${Math.floor(index / SIZES.length / CLIPS_PER_VESSEL)}`;
    return { recordingId: `${side}/${index}`, vessel, size };
  });
}

/**
 * Renders them. Sites and hydrophones too are numbered within the side, so no two sides share any; a vessel comes at
 * another site, through another hydrophone, each time.
 */
export function renderClips(side: Side, count: number): Clip[] {
  const places = Math.ceil(count / 12);
  return labelClips(side, count).map((label) => {
    const random = new Random(`front ends/places/${label.recordingId}`);
    const [site, hydrophone] = ['site', 'hydrophone'].map(
      (kind) => `front ends/${side}/${kind}/${random.integer(1, places)}`,
    ) as [string, string];
    const { samples } = simulateClip({
      seed: `front ends/${label.recordingId}`,
      seeds: { vessel: `front ends/vessel/${label.vessel}`, site, hydrophone },
      size: label.size,
      seconds: CLIP_SECONDS,
    });
    return { ...label, samples: withoutMean(samples) };
  });
}

/** DC is the recorder's, and LEAF would hear it as level. */
function withoutMean(samples: Float32Array): Float32Array {
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  return samples.map((sample) => sample - mean);
}
