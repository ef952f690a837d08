import { type ExtractorOptions, FeatureExtractor } from '../../src/features/extractor.js';
import type { DemonFrame, Features, FeatureWindow, LevelFrame } from '../../src/features/frames.js';

/** Everything that an extractor gives for a recording, in its order and by kind. */
export interface Extracted {
  all: Features[];
  windows: FeatureWindow[];
  levels: LevelFrame[];
  demons: DemonFrame[];
  extractor: FeatureExtractor;
}

export function extract(
  samples: Float32Array,
  sampleRateHz: number,
  options: Partial<ExtractorOptions> = {},
): Extracted {
  return extractBlocks([samples], sampleRateHz, options);
}

export function extractBlocks(
  blocks: Iterable<Float32Array>,
  sampleRateHz: number,
  options: Partial<ExtractorOptions> = {},
): Extracted {
  const extractor = new FeatureExtractor({ sampleRateHz, calibration: null, compression: 'log', ...options });
  const all: Features[] = [];
  const emit = (features: Features) => void all.push(features);
  for (const block of blocks) extractor.push(block, emit);
  extractor.end(emit);
  return {
    all,
    windows: all.flatMap((features) => (features.type === 'window' ? [features.window] : [])),
    levels: all.flatMap((features) => (features.type === 'level' ? [features.level] : [])),
    demons: all.flatMap((features) => (features.type === 'demon' ? [features.demon] : [])),
    extractor,
  };
}
