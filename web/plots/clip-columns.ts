/** Samples of a WAV file of one channel, full scale ±1. Throws an `Error` for what the node does not write. */
export function samplesOf(file: ArrayBuffer): { samples: Float32Array; sampleRateHz: number } {
  const view = new DataView(file);
  if (view.byteLength < 44 || view.getUint32(0) !== 0x52494646) throw new Error('not a WAV file');
  const bytes = view.getUint16(34, true) / 8;
  if (bytes !== 3) throw new Error(`WAV of ${bytes * 8} bits`);
  const samples = new Float32Array(Math.floor((view.byteLength - 44) / bytes));
  for (let i = 0; i < samples.length; i++) {
    const at = 44 + 3 * i;
    samples[i] = ((view.getInt8(at + 2) << 16) | (view.getUint8(at + 1) << 8) | view.getUint8(at)) / 0x7fffff;
  }
  return { samples, sampleRateHz: view.getUint32(24, true) };
}

const FFT = 4096;
const ROWS = 120;
const LOWEST_HZ = 20;

/**
 * A spectrogram for the eye: Hann windows of 4096 samples spread evenly over the sound, as many columns as asked for,
 * power summed into rows of equal ratio; dB re full scale.
 */
export function clipColumns(samples: Float32Array, sampleRateHz: number, columns: number) {
  const highestHz = sampleRateHz / 2;
  const ratio = (highestHz / LOWEST_HZ) ** (1 / (ROWS - 1));
  const frequencyHz = Float64Array.from({ length: ROWS }, (_, row) => LOWEST_HZ * ratio ** row);
  const edges = Array.from({ length: ROWS + 1 }, (_, row) => {
    const hz = LOWEST_HZ * ratio ** (row - 0.5);
    return (hz / sampleRateHz) * FFT;
  });
  const count = Math.max(1, Math.min(columns, Math.floor((2 * samples.length) / FFT)));
  const window = Float64Array.from({ length: FFT }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FFT));
  const levelDb: Float32Array[] = [];
  const [real, imaginary] = [new Float64Array(FFT), new Float64Array(FFT)];
  for (let column = 0; column < count; column++) {
    const first = Math.max(0, Math.round(((column + 0.5) * samples.length) / count - FFT / 2));
    for (let i = 0; i < FFT; i++) {
      real[i] = (samples[first + i] ?? 0) * window[i]!;
      imaginary[i] = 0;
    }
    transform(real, imaginary);
    levelDb.push(
      Float32Array.from({ length: ROWS }, (_, row) => {
        const from = Math.max(1, Math.floor(edges[row]!));
        const to = Math.min(FFT / 2, Math.max(from + 1, Math.floor(edges[row + 1]!)));
        let power = 0;
        for (let bin = from; bin < to; bin++) power += real[bin]! ** 2 + imaginary[bin]! ** 2;
        return 10 * Math.log10((power / (to - from) / (FFT * FFT)) * 8 + 1e-16);
      }),
    );
  }
  return { levelDb, frequencyHz };
}

/** Fast Fourier transform in place, radix 2 (Cooley and Tukey 1965). */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j]!, real[i]!];
      [imaginary[i], imaginary[j]] = [imaginary[j]!, imaginary[i]!];
    }
  }
  for (let length = 2; length <= n; length <<= 1) {
    const angle = (-2 * Math.PI) / length;
    const half = length >> 1;
    for (let k = 0; k < half; k++) {
      const [cosine, sine] = [Math.cos(angle * k), Math.sin(angle * k)];
      for (let i = k; i < n; i += length) {
        const [a, b] = [real[i + half]!, imaginary[i + half]!];
        const [x, y] = [a * cosine - b * sine, a * sine + b * cosine];
        real[i + half] = real[i]! - x;
        imaginary[i + half] = imaginary[i]! - y;
        real[i] = real[i]! + x;
        imaginary[i] = imaginary[i]! + y;
      }
    }
  }
}
