export interface WavShape {
  sampleRateHz?: number;
  channels?: number;
  bits?: number;
  float?: boolean;
  /** RF64 with sizes in ds64. */
  long?: boolean;
  /** WAVE_FORMAT_EXTENSIBLE. */
  extensible?: boolean;
  /** A chunk of odd length before the samples. */
  oddChunk?: boolean;
  /** What the data chunk claims, whatever is there. */
  dataSize?: number;
  riffSize?: number;
  /** Bytes after the samples. */
  trailer?: Buffer;
}

/** A WAV file with these interleaved samples (full scale ±1), shaped as asked. */
export function wavBytes(samples: number[], shape: WavShape = {}): Buffer {
  const { sampleRateHz = 32_000, channels = 1, bits = 16, float = false } = shape;
  const data = Buffer.concat(samples.map((sample) => encode(sample, bits, float)));
  const tag = float ? 3 : 1;
  const format = Buffer.alloc(shape.extensible ? 40 : 16);
  format.writeUInt16LE(shape.extensible ? 0xfffe : tag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRateHz, 4);
  format.writeUInt32LE((sampleRateHz * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (shape.extensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(bits, 18);
    format.writeUInt16LE(tag, 24);
    Buffer.from('000000001000800000aa00389b71', 'hex').copy(format, 26);
  }
  const chunks = [
    ...(shape.oddChunk ? [chunk('note', Buffer.from('odd'))] : []),
    chunk('fmt ', format),
    chunk('data', data, shape.dataSize ?? (shape.long ? 0xffffffff : data.length)),
    shape.trailer ?? Buffer.alloc(0),
  ];
  const sizes = Buffer.alloc(28);
  sizes.writeBigUInt64LE(BigInt(data.length), 8);
  sizes.writeBigUInt64LE(BigInt(samples.length / channels), 16);
  const body = Buffer.concat([Buffer.from('WAVE'), ...(shape.long ? [chunk('ds64', sizes)] : []), ...chunks]);
  const head = Buffer.from(`${shape.long ? 'RF64' : 'RIFF'}....`);
  head.writeUInt32LE(shape.riffSize ?? (shape.long ? 0xffffffff : body.length), 4);
  return Buffer.concat([head, body]);
}

export function chunk(id: string, content: Buffer, size = content.length): Buffer {
  const head = Buffer.from(`${id}....`);
  head.writeUInt32LE(size, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

function encode(sample: number, bits: number, float: boolean): Buffer {
  const bytes = Buffer.alloc(bits / 8);
  if (float && bits === 64) bytes.writeDoubleLE(sample);
  else if (float) bytes.writeFloatLE(sample);
  else if (bits === 8) bytes.writeUInt8(Math.round(sample * 128) + 128);
  else bytes.writeIntLE(Math.round(sample * 2 ** (bits - 1)), 0, bits / 8);
  return bytes;
}
