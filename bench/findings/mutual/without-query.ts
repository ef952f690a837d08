import type { MutualOptions } from '../../../src/training/few-shot/mutual.js';
import { supportAlone } from '../../../src/training/few-shot/transduction.js';

/** The same rounds without a look at the query: no recording is that sure. */
export function withoutQuery(options: MutualOptions): MutualOptions {
  const confidence = { ...options.confidence, least: Number.POSITIVE_INFINITY };
  return { ...options, confidence, transduction: supportAlone(options.transduction) };
}
