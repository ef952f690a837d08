import { hann } from '../signal/windows.js';

/** How a scene is cut into frames that overlap by half. */
export interface FrameFormat {
  sampleRateHz: number;
  frameLength: number;
  hopLength: number;
  hopSeconds: number;
  /** Square root of a Hann window: applied before and after the shaping it adds up to one. */
  window: Float32Array;
  /** Lines and knocks are made at the sample rate over this, at least 8 kHz, and go the same way from there. */
  toneDecimation: number;
  toneWindow: Float32Array;
  /** Samples between two points of a propeller's envelope: about a millisecond. */
  envelopeStep: number;
}

/** Frames of about 128 ms: long enough to shape the low-cut, short enough for a ship's passing. */
export function frameFormat(sampleRateHz: number): FrameFormat {
  const frameLength = powerOfTwo(Math.round(Math.log2(0.128 * sampleRateHz)));
  const toneDecimation = powerOfTwo(Math.floor(Math.log2(sampleRateHz / 8000)));
  const hopLength = frameLength / 2;
  return {
    sampleRateHz,
    frameLength,
    hopLength,
    hopSeconds: hopLength / sampleRateHz,
    window: hann(frameLength).map(Math.sqrt),
    toneDecimation,
    toneWindow: hann(frameLength / toneDecimation).map(Math.sqrt),
    envelopeStep: powerOfTwo(Math.floor(Math.log2(sampleRateHz / 1000))),
  };
}

function powerOfTwo(exponent: number): number {
  return 2 ** Math.max(exponent, 0);
}
