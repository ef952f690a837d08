/** A time × band matrix for an encoder, row-major `[frames, bands]`. */
export interface Patch {
  values: Float32Array;
  frames: number;
  bands: number;
}

/** Times count in seconds of audio from the start of the segment (a stretch without a gap). */
interface Span {
  startSeconds: number;
  endSeconds: number;
}

/** One analysis window: what the encoder takes. 5 s long, every 2.5 s; shorter only at the end of a recording. */
export interface FeatureWindow extends Span {
  patch: Patch;
  /** The statistics of TRANSFER's recipe in the order of `STATISTIC_NAMES` (features/statistics.ts). */
  statistics: Float32Array;
  /** Upper edge of the band that holds signal, Hz: below 8 kHz for slow recorders. */
  bandwidthHz: number;
}

/** Levels of one second at the capture rate. Calibrated: dB re 1 µPa, else dB re full scale (a full-scale sine is −3 dB). */
export interface LevelFrame extends Span {
  /** Broadband level of the whole band, DC removed. */
  splDb: number;
  /** Decidecade band levels `[bands]` (IEC 61260-1 base 10), of the bands in `DecidecadeBands`. */
  decidecadeDb: Float32Array;
}

/** One periodogram of the envelope, averaged over the carriers; frames are averaged over a passage by the reader. */
export interface DemonFrame extends Span {
  /** Width of a bin, Hz. Bin 0 is 0 Hz. */
  binHz: number;
  power: Float32Array;
}

export type Features =
  | { type: 'window'; window: FeatureWindow }
  | { type: 'level'; level: LevelFrame }
  | { type: 'demon'; demon: DemonFrame };

/** Shaft and blades read from a DEMON spectrum. */
export interface ShaftEstimate {
  shaftHz: number;
  /** Both null where the spectrum ends before it could tell this count from a higher one. */
  bladeCount: number | null;
  bladeRateHz: number | null;
  /** Probability that the shaft rate is right, 0–1. */
  trust: number;
}

/** From volts to pascals; see `features/calibration.ts`. */
export interface Calibration {
  /** dB re 1 V/µPa, e.g. −180. */
  sensitivityDb: number;
  gainDb: number;
  /** Voltage at the converter that gives a sample of 1. */
  fullScaleVolts: number;
}
