/** A whole number from the bits of a message, read anew from its AIVDM sentences. */
export function aisField(sentences: readonly string[], start: number, width: number, signed = false): number {
  const bits = bitsOf(sentences).slice(start, start + width);
  const value = Number.parseInt(bits, 2);
  return signed && bits.startsWith('1') ? value - 2 ** width : value;
}

export function aisText(sentences: readonly string[], start: number, characters: number): string {
  const codes = Array.from({ length: characters }, (_, i) => aisField(sentences, start + 6 * i, 6));
  const text = codes.map((code) => String.fromCharCode(code < 32 ? code + 64 : code)).join('');
  return text.replace(/@.*/, '').trimEnd();
}

function bitsOf(sentences: readonly string[]): string {
  const payload = sentences.map((sentence) => sentence.split(',')[5]).join('');
  return Array.from(payload, (character) => {
    const code = character.charCodeAt(0) - 48;
    return (code > 40 ? code - 8 : code).toString(2).padStart(6, '0');
  }).join('');
}
