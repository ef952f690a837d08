/**
 * Viridis at eleven even steps (van der Walt and Smith 2015, matplotlib, CC0): equal steps of the value look equal,
 * and stay so in grey and for the colour-blind.
 */
const VIRIDIS = [
  [0x44, 0x01, 0x54],
  [0x48, 0x25, 0x76],
  [0x41, 0x44, 0x87],
  [0x35, 0x60, 0x8d],
  [0x2a, 0x78, 0x8e],
  [0x21, 0x90, 0x8c],
  [0x22, 0xa8, 0x84],
  [0x43, 0xbf, 0x71],
  [0x7a, 0xd1, 0x51],
  [0xbb, 0xdf, 0x27],
  [0xfd, 0xe7, 0x25],
] as const;

export type Colour = readonly [red: number, green: number, blue: number];

/** The colour of `share`, 0 (dark) to 1 (bright); what lies outside takes the nearest end. Each part 0–255. */
export function colourOf(share: number): Colour {
  const position = Math.min(1, Math.max(0, share)) * (VIRIDIS.length - 1);
  const index = Math.min(VIRIDIS.length - 2, Math.floor(position));
  const low = VIRIDIS[index]!;
  const high = VIRIDIS[index + 1]!;
  const mix = (part: 0 | 1 | 2) => Math.round(low[part] + (position - index) * (high[part] - low[part]));
  return [mix(0), mix(1), mix(2)];
}
