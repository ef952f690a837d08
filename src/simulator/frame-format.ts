import { sin } from './elementary.js';

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

/**
 * Frames of about `frameSeconds`: long enough to shape the spectrum at low frequencies, short enough for a ship's
 * passing. With 0.128 s levels are right to 1 dB from 20 Hz, with 0.256 s from 10 Hz.
 */
export function frameFormat(sampleRateHz: number, frameSeconds: number): FrameFormat {
  const frameLength = powerOfTwo(frameSeconds * Math.SQRT2 * sampleRateHz);
  const toneDecimation = powerOfTwo(sampleRateHz / 8000);
  const hopLength = frameLength / 2;
  return {
    sampleRateHz,
    frameLength,
    hopLength,
    hopSeconds: hopLength / sampleRateHz,
    window: rootHann(frameLength),
    toneDecimation,
    toneWindow: rootHann(frameLength / toneDecimation),
    envelopeStep: powerOfTwo(sampleRateHz / 1000),
  };
}

/** The square root of the periodic Hann window is half a wave. */
function rootHann(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => sin((Math.PI * i) / length));
}

/** The largest power of two that is not above `limit`; at least 1. */
function powerOfTwo(limit: number): number {
  let power = 1;
  while (2 * power <= limit) power *= 2;
  return power;
}
