import type { CaptureSource } from './capture/source.js';
import { FeatureExtractor } from './features/extractor.js';
import type { Calibration, Features } from './features/frames.js';
import { inputOf } from './input-of.js';

/** Leads one input (from 1) of a recording through the feature stage alone. Throws HullprintError for what cannot be read. */
export async function hearFeatures(
  source: CaptureSource,
  input: number,
  calibration: Calibration | null,
  take: (features: Features) => void,
): Promise<{ sampleRateHz: number; seconds: number }> {
  let extractor: FeatureExtractor | null = null;
  let sampleRateHz = 0;
  let samples = 0;
  for await (const event of source.listen(new AbortController().signal)) {
    if (event.type === 'opened') {
      sampleRateHz = event.sampleRateHz;
      extractor = new FeatureExtractor({ sampleRateHz, calibration, compression: 'log' });
    } else if (event.type === 'block') {
      const block = inputOf(event.inputs, input, source.name);
      extractor!.push(block, take);
      samples += block.length;
    }
  }
  extractor?.end(take);
  return { sampleRateHz, seconds: samples / sampleRateHz };
}
