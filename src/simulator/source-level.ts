import { log10, square } from './elementary.js';
/** The vessel classes of JOMOPANS-ECHO. */
export const VESSEL_TYPES = [
  'bulker',
  'container',
  'tanker',
  'vehicle-carrier',
  'cruise',
  'passenger',
  'tug',
  'fishing',
  'recreational',
  'naval',
  'government',
  'dredger',
  'other',
] as const;
export type VesselType = (typeof VESSEL_TYPES)[number];

const REFERENCE_SPEED_KN: Record<VesselType, number> = {
  bulker: 13.9,
  container: 18,
  tanker: 12.4,
  'vehicle-carrier': 15.8,
  cruise: 17.1,
  passenger: 9.7,
  tug: 3.7,
  fishing: 6.4,
  recreational: 10.6,
  naval: 11.1,
  government: 8,
  dredger: 9.5,
  other: 7.4,
};
const REFERENCE_LENGTH_M = 91.44;

/** Width of the low-frequency hump of the cargo classes; the other classes have none. */
const CARGO_HUMP_WIDTH: Partial<Record<VesselType, number>> = {
  container: 0.8,
  bulker: 0.8,
  tanker: 1,
  'vehicle-carrier': 1,
};

export interface SourceLevelInput {
  vesselType: VesselType;
  speedKn: number;
  lengthM: number;
  /** Moves the spectrum's peaks up in frequency, as small fast propellers do; 1 is the published model. */
  frequencyScale?: number;
}

/**
 * Monopole source level of a ship at `frequencyHz`, dB re 1 µPa²/Hz at 1 m, source depth 6 m.
 * MacGillivray and de Jong, "A reference spectrum model for estimating source levels of marine shipping based on
 * automated identification system data", J. Mar. Sci. Eng. 9:369 (2021): JOMOPANS-ECHO.
 */
export function sourceLevelDb(frequencyHz: number, input: SourceLevelInput): number {
  const { vesselType, speedKn, lengthM, frequencyScale = 1 } = input;
  const referenceKn = REFERENCE_SPEED_KN[vesselType];
  const speedAndLength = 60 * log10(speedKn / referenceKn) + 20 * log10(lengthM / REFERENCE_LENGTH_M);
  const humpWidth = CARGO_HUMP_WIDTH[vesselType];
  if (humpWidth !== undefined && frequencyHz < 100) {
    const peakHz = (600 / referenceKn) * frequencyScale;
    const detuning = 1 - square(frequencyHz / peakHz);
    return (
      208 -
      40 * log10(peakHz) +
      10 * log10(frequencyHz) -
      10 * log10(square(detuning) + square(humpWidth)) +
      speedAndLength
    );
  }
  const peakHz = (480 / referenceKn) * frequencyScale;
  const width = vesselType === 'cruise' ? 4 : 3;
  return (
    191 - 20 * log10(peakHz) - 10 * log10(square(1 - frequencyHz / peakHz) + square(width)) + speedAndLength
  );
}
