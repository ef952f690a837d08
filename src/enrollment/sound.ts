import { analysisRateHz } from '../features/analysis.js';

/** The sound of a recording as models analyse it: what another model needs to embed it anew. */
export interface Sound {
  sampleRateHz: number;
  /** Scaled to the full range: models do not know how loud it was. */
  samples: Int16Array;
}

/** Longer recordings are kept from their middle. */
const MOST_SECONDS = 120;
const FULL = 32_767;

/** @param all samples as they are analysed, at 16 kHz */
export function soundOf(all: Float32Array): Sound {
  const most = MOST_SECONDS * analysisRateHz;
  const from = Math.max(0, Math.floor((all.length - most) / 2));
  const kept = all.subarray(from, from + most);
  const peak = kept.reduce((largest, sample) => Math.max(largest, Math.abs(sample)), 0);
  const scale = peak > 0 ? FULL / peak : 0;
  return {
    sampleRateHz: analysisRateHz,
    samples: Int16Array.from(kept, (sample) => Math.round(sample * scale)),
  };
}

/** Writes a sound as text: its rate, base64 of its samples. */
export function packSound({ sampleRateHz, samples }: Sound): string {
  return `${sampleRateHz}:${bytesOf(samples).toString('base64')}`;
}

/** Whether a text is what `packSound` writes of a second or more. */
export function isSound(text: string): boolean {
  const colon = text.indexOf(':');
  const bytes = Buffer.byteLength(text.slice(colon + 1), 'base64');
  return Number(text.slice(0, colon)) === analysisRateHz && bytes % 2 === 0 && bytes >= 2 * analysisRateHz;
}

/** Reads what `packSound` wrote. */
export function unpackSound(text: string): Sound {
  const colon = text.indexOf(':');
  const bytes = Uint8Array.from(Buffer.from(text.slice(colon + 1), 'base64'));
  return { sampleRateHz: Number(text.slice(0, colon)), samples: new Int16Array(bytes.buffer) };
}

/** Little endian, as WAV files have them. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: Int16Array): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
