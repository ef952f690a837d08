import { filterSpectrum } from '../../signal/spectrum-filter.js';
import type { Random } from '../../simulator/random.js';

/** Frequency about which a response is tilted. */
const PIVOT_HZ = 700;

/** A recorder through which a recording is heard anew: response and noise, no matter what the first one did. */
export interface SecondRecorder {
  tiltDbPerDecade: number;
  /** Butterworth; null for none. */
  highPass: { cornerHz: number; order: number } | null;
  /** White noise, so far under the mean power of the signal; null for none. */
  noiseSnrDb: number | null;
}

/** Draws response and noise as wide as recorders of harbours and boats have them. */
export function drawSecondRecorder(random: Random): SecondRecorder {
  return {
    tiltDbPerDecade: random.normal(0, 4),
    highPass: random.chance(0.5)
      ? { cornerHz: random.logUniform(30, 250), order: random.integer(1, 4) }
      : null,
    noiseSnrDb: random.chance(0.5) ? random.uniform(8, 30) : null,
  };
}

/** Gives the sound as the recorder has it. */
export function hearThrough(
  { tiltDbPerDecade, highPass, noiseSnrDb }: SecondRecorder,
  samples: Float32Array,
  sampleRateHz: number,
  random: Random,
): Float32Array {
  const filtered = filterSpectrum(samples, sampleRateHz, (hz) => {
    const tilt = tiltDbPerDecade * Math.log10(Math.max(hz, 10) / PIVOT_HZ);
    if (!highPass) return tilt;
    return tilt - 10 * Math.log10(1 + (highPass.cornerHz / Math.max(hz, 0.01)) ** (2 * highPass.order));
  });
  if (noiseSnrDb === null) return filtered;
  let power = 0;
  for (const sample of filtered) power += sample * sample;
  const amplitude = Math.sqrt(power / filtered.length) * 10 ** (-noiseSnrDb / 20);
  const noise = new Float32Array(filtered.length);
  random.fillNormal(noise);
  return filtered.map((sample, i) => sample + amplitude * noise[i]!);
}
