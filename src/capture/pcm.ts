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

/** The first frame in which any channel is NaN or infinite, or −1. */
export function firstNonFinite(inputs: Float32Array[]): number {
  let first = -1;
  for (const samples of inputs) {
    // A sum is finite only if every term is (samples near full scale cannot overflow it): one cheap pass.
    let sum = 0;
    for (let frame = 0; frame < samples.length; frame++) sum += samples[frame];
    if (Number.isFinite(sum)) continue;
    const frame = samples.findIndex((sample) => !Number.isFinite(sample));
    if (frame >= 0 && (first < 0 || frame < first)) first = frame;
  }
  return first;
}
