/** Gathers the fields of an AIS message, most significant bit first (ITU-R M.1371-5, annex 8). */
export class BitWriter {
  readonly #bits: number[] = [];

  /** A whole number of up to 31 bits, in two's complement if below 0. */
  integer(width: number, value: number): this {
    for (let bit = width - 1; bit >= 0; bit--) this.#bits.push((value >> bit) & 1);
    return this;
  }

  /** Text in six-bit ASCII: capitals, digits and signs; the rest of the field is @, which ends a text. */
  text(characters: number, text: string): this {
    for (let i = 0; i < characters; i++) {
      const code = i < text.length ? text.toUpperCase().charCodeAt(i) : 64;
      this.integer(6, code >= 64 && code < 96 ? code - 64 : code >= 32 && code < 64 ? code : 32);
    }
    return this;
  }

  /** The bits as characters of six, and how many of the last character's bits are filling. */
  armoured(): { payload: string; fillBits: number } {
    const fillBits = (6 - (this.#bits.length % 6)) % 6;
    const bits = [...this.#bits, ...Array.from({ length: fillBits }, () => 0)];
    let payload = '';
    for (let start = 0; start < bits.length; start += 6) {
      const value = bits.slice(start, start + 6).reduce((sum, bit) => 2 * sum + bit, 0);
      payload += String.fromCharCode(value < 40 ? value + 48 : value + 56);
    }
    return { payload, fillBits };
  }
}
