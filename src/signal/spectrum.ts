import type { RealFft } from './fft.js';

/** Writes the signal times the window into the transform's input; zeros fill what the window does not reach. */
export function windowInto(fft: RealFft, signal: Float32Array, offset: number, window: Float32Array): void {
  const input = fft.input;
  const length = window.length;
  for (let i = 0; i < length; i++) input[i] = signal[offset + i] * window[i];
  if (length < fft.size) input.fill(0, length);
}

/** |X|² · `scale` of bins `[0, bins)` of the transform's output; bins may run up to `fft.size / 2 + 1`. */
export function powerSpectrum(fft: RealFft, power: Float32Array, bins: number, scale: number): void {
  const spectrum = fft.output;
  const nyquist = fft.size / 2;
  power[0] = spectrum[0] * spectrum[0] * scale;
  const inner = Math.min(bins, nyquist);
  for (let bin = 1; bin < inner; bin++) {
    const re = spectrum[2 * bin];
    const im = spectrum[2 * bin + 1];
    power[bin] = (re * re + im * im) * scale;
  }
  if (bins > nyquist) power[nyquist] = spectrum[1] * spectrum[1] * scale;
}

/** Factor that turns |X|² of a windowed signal into power per Hz, one-sided. */
export function densityScale(window: Float32Array, sampleRateHz: number): number {
  let energy = 0;
  for (const value of window) energy += value * value;
  return 2 / (sampleRateHz * energy);
}
