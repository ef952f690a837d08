export type HydrophoneProblem = 'non-finite' | 'dead' | 'flat-line' | 'clipping' | 'dc' | 'hum';

/** Over the latest ten whole seconds that were heard. */
export interface HydrophoneMeasurements {
  /** Share of samples in flat tops at the rails, 0–1. */
  clippedFraction: number;
  /** Mean, as a fraction of full scale; null before the first second. */
  dcOffset: number | null;
  /** Every sample is the same. */
  constant: boolean;
  /** Level of the samples without their mean, dB re full scale; null before the first second, −Infinity for none. */
  levelDb: number | null;
  /** Mains hum above its neighbourhood, dB; null before the first two seconds. */
  humDb: number | null;
  /** The mains frequency of `humDb`. */
  mainsHz: 50 | 60 | null;
  /** Share of samples that are not numbers, 0–1. */
  nonFiniteFraction: number;
}

const CLIPPED_FRACTION = 1e-4;
/** A 16-bit converter that toggles its last bit gives −93 dB re full scale. */
const DEAD_DB = -90;
/** DeepShip's recorders have 0.029. */
const DC_OFFSET = 0.02;
const HUM_DB = 15;

const ADVICE: Record<HydrophoneProblem, string> = {
  'non-finite': 'Some samples are not numbers: look at the driver or the program that delivers the sound.',
  dead: 'Nothing but the converter’s own noise comes in: check that the hydrophone is plugged in and powered, and that the input is not muted.',
  'flat-line':
    'Every sample is the same, yet not zero: check the cable and the preamplifier, and open the device again.',
  clipping: 'The converter is overdriven: lower the gain until loud ships fit.',
  dc: 'The input has an offset, which is removed but costs headroom: check the coupling and the bias.',
  hum: 'There is mains hum: look for a ground loop or a mains adapter near the cable, unless a generator runs nearby.',
};

/** What is wrong, worst first, each with one sentence that says what it is and what to do; none before the first second. */
export function problemsOf(
  measured: HydrophoneMeasurements,
): { problem: HydrophoneProblem; advice: string }[] {
  const { levelDb, dcOffset, constant } = measured;
  const stuck = constant && dcOffset !== 0;
  const found: [HydrophoneProblem, boolean][] = [
    ['non-finite', measured.nonFiniteFraction > 0],
    ['dead', levelDb !== null && levelDb < DEAD_DB && !stuck],
    ['flat-line', stuck],
    ['clipping', measured.clippedFraction >= CLIPPED_FRACTION],
    ['dc', dcOffset !== null && Math.abs(dcOffset) >= DC_OFFSET],
    ['hum', measured.humDb !== null && measured.humDb >= HUM_DB],
  ];
  return found.filter(([, is]) => is).map(([problem]) => ({ problem, advice: ADVICE[problem] }));
}
