/** Amplitude of the sine at `frequencyHz` in a stretch of signal, by least squares on a Hann-weighted frame. */
export function amplitudeAt(signal: ArrayLike<number>, frequencyHz: number, sampleRateHz: number): number {
  let re = 0;
  let im = 0;
  let weights = 0;
  for (let i = 0; i < signal.length; i++) {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / signal.length);
    const angle = (2 * Math.PI * frequencyHz * i) / sampleRateHz;
    re += weight * signal[i] * Math.cos(angle);
    im += weight * signal[i] * Math.sin(angle);
    weights += weight;
  }
  return (2 * Math.hypot(re, im)) / weights;
}

export function toneOf(frequencyHz: number, sampleRateHz: number, seconds: number): Float32Array {
  return Float32Array.from({ length: Math.round(sampleRateHz * seconds) }, (_, i) =>
    Math.sin((2 * Math.PI * frequencyHz * i) / sampleRateHz),
  );
}
