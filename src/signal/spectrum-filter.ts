import { nextFftSize, realFft } from './fft.js';

/** Silence after the signal, so that its end does not wrap into its beginning. */
const PADDING_SECONDS = 1;

/**
 * Filters a whole signal without phase shift: multiplies its spectrum by a gain over frequency, dB. The
 * constant part is removed.
 */
export function filterSpectrum(
  samples: Float32Array,
  sampleRateHz: number,
  gainDb: (hz: number) => number,
): Float32Array {
  const fft = realFft(nextFftSize(samples.length + PADDING_SECONDS * sampleRateHz));
  const { size } = fft;
  fft.input.fill(0);
  fft.input.set(samples);
  fft.forward();
  const spectrum = fft.output;
  const gain = (hz: number) => 10 ** (gainDb(hz) / 20) / size;
  spectrum[0] = 0;
  spectrum[1] *= gain(sampleRateHz / 2);
  for (let bin = 1; bin < size / 2; bin++) {
    const factor = gain((bin * sampleRateHz) / size);
    spectrum[2 * bin] *= factor;
    spectrum[2 * bin + 1] *= factor;
  }
  fft.inverse();
  return fft.input.slice(0, samples.length);
}
