import { GRID_HZ, type Spectrum } from './spectrum.js';

/** Frequencies by which a ship is said to be heard. */
const LOWEST_HZ = 40;
const HIGHEST_HZ = 5500;
const HEARD_DB = 3;
/** Beyond these a band says no more than that it is drowned, or clear. */
const CLIPPED_DB = [-10, 40] as const;

const FIRST = GRID_HZ.findIndex((frequencyHz) => frequencyHz > LOWEST_HZ);
const END = GRID_HZ.findIndex((frequencyHz) => frequencyHz >= HIGHEST_HZ);

/** The share of 40 Hz to 5.5 kHz, on a logarithmic axis, in which a ship is 3 dB over the rest. */
export function heardShare(snrDb: Spectrum): number {
  let heard = 0;
  for (let i = FIRST; i < END; i++) if (snrDb[i]! > HEARD_DB) heard++;
  return heard / (END - FIRST);
}

/** A ship is heard when it is so in more than this share. */
export const HEARD_SHARE = 0.3;

/** Mean over 40 Hz to 5.5 kHz on a logarithmic axis, each frequency counting for −10 to 40 dB. */
export function meanSnrDb(snrDb: Spectrum): number {
  let sum = 0;
  for (let i = FIRST; i < END; i++) sum += Math.min(Math.max(snrDb[i]!, CLIPPED_DB[0]), CLIPPED_DB[1]);
  return sum / (END - FIRST);
}
