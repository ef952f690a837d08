import { realFft } from '../../src/signal/fft.js';

/** Welch's power density `[size / 2 + 1]` in dB re 1/Hz: Hann, half overlap. */
export function welchDb(samples: Float32Array, size: number, sampleRateHz: number): Float64Array {
  const fft = realFft(size);
  const window = Float64Array.from(
    { length: size },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size),
  );
  const power = new Float64Array(size / 2 + 1);
  let frames = 0;
  for (let start = 0; start + size <= samples.length; start += size / 2, frames++) {
    const input = fft.input;
    for (let i = 0; i < size; i++) input[i] = samples[start + i]! * window[i]!;
    fft.forward();
    const output = fft.output;
    for (let k = 1; k < size / 2; k++) power[k] = power[k]! + output[2 * k]! ** 2 + output[2 * k + 1]! ** 2;
  }
  const energy = window.reduce((sum, w) => sum + w * w, 0);
  return power.map((p) => 10 * Math.log10(((p / frames) * 2) / (sampleRateHz * energy) + 1e-40));
}

/** Mean density in dB over a band, averaged in power. */
export function bandMeanDb(density: Float64Array, binHz: number, fromHz: number, toHz: number): number {
  const bins = density.subarray(Math.ceil(fromHz / binHz), Math.floor(toHz / binHz) + 1);
  return 10 * Math.log10(bins.reduce((sum, db) => sum + 10 ** (db / 10), 0) / bins.length);
}

export function rmsDb(samples: Float32Array): number {
  const mean = samples.reduce((sum, x) => sum + x, 0) / samples.length;
  return 10 * Math.log10(samples.reduce((sum, x) => sum + (x - mean) ** 2, 0) / samples.length);
}
