export type HydrophoneProblem = 'flat-line' | 'dead' | 'clipping' | 'dc' | 'hum' | 'non-finite';

/** How a hydrophone does, over the latest ten seconds that were heard. */
export interface HydrophoneHealth {
  /** What is wrong now, worst first, each with one sentence that says what to do. */
  problems: { problem: HydrophoneProblem; advice: string }[];
  /** Share of samples at the rails, 0–1. */
  clippedFraction: number;
  /** Mean, as a fraction of full scale; null before any sample. */
  dcOffset: number | null;
  /** Level of the samples without their mean, dB re full scale; null before any sample and for a constant. */
  levelDb: number | null;
  /** Mains hum above its neighbourhood, dB; null until measured. */
  humDb: number | null;
  /** 50 or 60 when there is hum. */
  mainsHz: 50 | 60 | null;
  /** Share of samples that are not numbers, 0–1. */
  nonFiniteFraction: number;
}

/** Watches raw PCM (full scale ±1) for the faults that hydrophones, cables and converters have. */
export class HydrophoneWatch {
  constructor(_sampleRateHz: number) {}

  /** Any chopping gives the same health. The samples are only read. */
  push(_samples: Float32Array): void {}

  snapshot(): HydrophoneHealth {
    return {
      problems: [],
      clippedFraction: 0,
      dcOffset: null,
      levelDb: null,
      humDb: null,
      mainsHz: null,
      nonFiniteFraction: 0,
    };
  }
}
