/** How raw samples are written: little endian, channels interleaved. */
export type SampleFormat = 'u8' | 's16le' | 's24le' | 's32le' | 'f32le' | 'f64le';

const bytesOf: Record<SampleFormat, number> = { u8: 1, s16le: 2, s24le: 3, s32le: 4, f32le: 4, f64le: 8 };

export function bytesPerSample(format: SampleFormat): number {
  return bytesOf[format];
}

/**
 * Parts interleaved PCM into one array per channel, full scale ±1.
 *
 * @param bytes whole sample frames, `[frames × channels]` samples
 * @returns `[channels][frames]`
 */
export function deinterleave(bytes: Buffer, format: SampleFormat, channels: number): Float32Array[] {
  const frames = bytes.length / (bytesOf[format] * channels);
  const inputs = Array.from({ length: channels }, () => new Float32Array(frames));
  const read = sampleReader(bytes, format);
  for (let channel = 0; channel < channels; channel++) {
    const samples = inputs[channel];
    for (let frame = 0, index = channel; frame < frames; frame++, index += channels)
      samples[frame] = read(index);
  }
  return inputs;
}

function sampleReader(bytes: Buffer, format: SampleFormat): (index: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    case 'u8':
      return (index) => (view.getUint8(index) - 128) / 2 ** 7;
    case 's16le':
      return (index) => view.getInt16(2 * index, true) / 2 ** 15;
    case 's24le':
      return (index) => ((view.getInt8(3 * index + 2) << 16) | view.getUint16(3 * index, true)) / 2 ** 23;
    case 's32le':
      return (index) => view.getInt32(4 * index, true) / 2 ** 31;
    case 'f32le':
      return (index) => view.getFloat32(4 * index, true);
    case 'f64le':
      return (index) => view.getFloat64(8 * index, true);
  }
}

/**
 * Full scale is 1, or up to 2³¹ in a float file that holds a converter's counts. What lies far beyond is another code
 * read as floats; its power would overflow.
 */
const largestSample = 1e12;

/** Whether it is a number that a converter may have given. */
export function isSample(value: number): boolean {
  return Math.abs(value) <= largestSample;
}

/** The first frame in which any channel is no sample, or −1. */
export function firstNoSample(inputs: Float32Array[]): number {
  let first = -1;
  for (const samples of inputs) {
    // The power is below the largest one's only if every sample is: one cheap pass.
    let power = 0;
    for (let frame = 0; frame < samples.length; frame++) power += samples[frame] * samples[frame];
    if (power <= largestSample * largestSample) continue;
    const frame = samples.findIndex((sample) => !isSample(sample));
    if (frame >= 0 && (first < 0 || frame < first)) first = frame;
  }
  return first;
}
