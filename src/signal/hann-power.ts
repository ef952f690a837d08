import type { RealFft } from './fft.js';

/**
 * Power spectrum of a frame under a periodic Hann window, from the transform of the bare frame: the window is
 * applied after the transform, where it is the sum of three neighbours (X[k]/2 − X[k−1]/4 − X[k+1]/4), which
 * takes half the time of multiplying the samples. Writes |X|² · `scale` of bins 2 … size/2 − 2; the outermost
 * bins, which mix with 0 Hz and Nyquist, are left alone.
 */
export function hannPower(fft: RealFft, power: Float32Array, scale: number): void {
  const spectrum = fft.output;
  const end = Math.min(power.length, fft.size / 2 - 1);
  const factor = scale / 4;
  let reBefore = spectrum[2];
  let imBefore = spectrum[3];
  let re = spectrum[4];
  let im = spectrum[5];
  for (let bin = 2; bin < end; bin++) {
    const reAfter = spectrum[2 * bin + 2];
    const imAfter = spectrum[2 * bin + 3];
    const windowedRe = re - 0.5 * (reBefore + reAfter);
    const windowedIm = im - 0.5 * (imBefore + imAfter);
    power[bin] = (windowedRe * windowedRe + windowedIm * windowedIm) * factor;
    reBefore = re;
    imBefore = im;
    re = reAfter;
    im = imAfter;
  }
}

/** Factor that turns |X|² of a Hann-windowed frame into power per Hz, one-sided: the window's energy is 3/8 of its length. */
export function hannDensityScale(length: number, sampleRateHz: number): number {
  return 2 / (sampleRateHz * 0.375 * length);
}
