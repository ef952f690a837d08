import type { Fingerprint } from './fingerprint.js';

/** Writes vectors of one length `[count][length]` as text, to the bit: base64 of float32. */
export function packFloats(vectors: readonly Float32Array[]): string {
  const length = vectors[0]?.length ?? 0;
  const all = new Float32Array(vectors.length * length);
  for (const [i, vector] of vectors.entries()) all.set(vector, i * length);
  return `${length}:${Buffer.from(all.buffer).toString('base64')}`;
}

/** Reads what `packFloats` wrote. */
export function unpackFloats(text: string): Float32Array[] {
  const colon = text.indexOf(':');
  const length = Number(text.slice(0, colon));
  const bytes = Uint8Array.from(Buffer.from(text.slice(colon + 1), 'base64'));
  const all = new Float32Array(bytes.buffer);
  if (length === 0) return [];
  return Array.from({ length: all.length / length }, (_, i) => all.slice(i * length, (i + 1) * length));
}

/** Writes a fingerprint as text: its bands, base64 of its values. */
export function packFingerprint({ bands, values }: Fingerprint): string {
  return `${bands}:${Buffer.from(values.buffer, values.byteOffset, values.length).toString('base64')}`;
}

/** Reads what `packFingerprint` wrote. */
export function unpackFingerprint(text: string): Fingerprint {
  const colon = text.indexOf(':');
  const bytes = Uint8Array.from(Buffer.from(text.slice(colon + 1), 'base64'));
  return { bands: Number(text.slice(0, colon)), values: new Int8Array(bytes.buffer) };
}
