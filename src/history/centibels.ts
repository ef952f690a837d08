/** A level that is not there: silence, or nothing heard. */
const NONE = -32_768;

/** Levels in dB as 16-bit integers of 0.01 dB, little endian: ±327 dB, which no sound exceeds. */
export function packLevels(levelsDb: readonly (number | null)[]): Uint8Array {
  const packed = Buffer.alloc(levelsDb.length * 2);
  for (const [i, db] of levelsDb.entries()) {
    const value = db === null ? NONE : Math.max(NONE + 1, Math.min(32_767, Math.round(db * 100)));
    packed.writeInt16LE(value, i * 2);
  }
  return packed;
}

/** @param packed libsql gives one row's as a Buffer and those of many as ArrayBuffers */
export function unpackLevels(packed: Uint8Array | ArrayBuffer): (number | null)[] {
  const bytes = Buffer.from(packed as Uint8Array);
  return Array.from({ length: bytes.length >> 1 }, (_, i) => {
    const value = bytes.readInt16LE(i * 2);
    return value === NONE ? null : value / 100;
  });
}

/** Mean square re the reference, of a level in dB. */
export const powerOf = (db: number | null): number => (db === null ? 0 : 10 ** (db / 10));

/** Level in dB, to 0.01, of a mean square re the reference; null for none. */
export const levelOf = (power: number): number | null =>
  power > 0 ? Math.round(1000 * Math.log10(power)) / 100 : null;
