import { sizeOfLength } from '../simulator/vessel-classes.js';
import type { LabelledSize } from './labelled-recording.js';

/** Towing, fishing, sailing, pleasure, pilot, search and rescue, tug (ITU-R M.1371, table 53). */
const SMALL_AIS_TYPES = [30, 31, 32, 36, 37, 50, 51, 52];

const NO_SHIP = /^(none|noship|noise|background|ambient|natural)/;
const BIG_TYPE = /^(big|large)$|cargo|tanker|container|bulk|orecarrier|vehiclecarrier|oceanliner|roro/;
const SMALL_TYPE =
  /^small$|tug|towing|pilot|fish|trawler|mussel|motorboat|sail|pleasure|yacht|searchandrescue/;

/**
 * Gives the size of a vessel: from its length (AIS) where that is known, small below 50 m, big from 100 m,
 * medium between; otherwise from its type, which is an AIS code or a name. Passenger ships, dredgers, naval
 * and high-speed craft come in all sizes: without a length they are unlabelled.
 */
export function sizeOfVessel(lengthM: number | null, type: number | string | null): LabelledSize {
  if (lengthM !== null) return sizeOfLength(lengthM);
  if (type === null) return 'unlabelled';
  return typeof type === 'number' ? sizeOfAisType(type) : sizeOfTypeName(type);
}

function sizeOfAisType(code: number): LabelledSize {
  if (code >= 70 && code <= 89) return 'big';
  return SMALL_AIS_TYPES.includes(code) ? 'small' : 'unlabelled';
}

/** Also of what is no ship: background, natural ambient noise, none. */
export function sizeOfTypeName(type: string): LabelledSize {
  const name = type.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (NO_SHIP.test(name)) return 'none';
  if (name === 'medium') return 'medium';
  if (SMALL_TYPE.test(name)) return 'small';
  return BIG_TYPE.test(name) ? 'big' : 'unlabelled';
}
