import type { BitWriter } from './bits.js';

/** Characters of payload in one sentence, so that no sentence is longer than the 82 that NMEA 0183 allows. */
const MOST_PAYLOAD = 60;

/**
 * A message as one or more AIVDM sentences (IEC 61162-1) without line ends.
 *
 * @param sequence 0 to 9, binds the sentences of one message; not sent when there is only one
 */
export function aivdmSentences(message: BitWriter, channel: 'A' | 'B', sequence: number): string[] {
  const { payload, fillBits } = message.armoured();
  const count = Math.ceil(payload.length / MOST_PAYLOAD);
  return Array.from({ length: count }, (_, i) => {
    const part = payload.slice(i * MOST_PAYLOAD, (i + 1) * MOST_PAYLOAD);
    const fields = [
      'AIVDM',
      count,
      i + 1,
      count > 1 ? sequence : '',
      channel,
      part,
      i === count - 1 ? fillBits : 0,
    ].join(',');
    return `!${fields}*${checksum(fields)}`;
  });
}

/** The sentence behind a tag block with the UTC second in which it was received (NMEA 0183 4.10). */
export function withTime(sentence: string, timeMs: number): string {
  const tag = `c:${Math.floor(timeMs / 1000)}`;
  return `\\${tag}*${checksum(tag)}\\${sentence}`;
}

/** All characters' exclusive or, as two hexadecimal digits. */
function checksum(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum ^= text.charCodeAt(i);
  return sum.toString(16).toUpperCase().padStart(2, '0');
}
