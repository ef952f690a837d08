/** A tone of a calibrator, as a recording holds it. */
export interface ReferenceTone {
  /** Hz. */
  frequencyHz: number;
  /** Mean level, dB re full scale (a full-scale sine is −3.01). */
  levelDb: number;
  /** Standard deviation of the levels of single seconds, dB. */
  sdDb: number;
  /** Whole seconds that were measured. */
  seconds: number;
  /** Tone above everything else in the recording, dB. */
  snrDb: number;
}

/** How far the tone may lie from where it is looked for, as a ratio. */
const SEARCHED = 0.05;
/** Steps of the first search, Hz: narrower than the line of a tenth of a second. */
const GRID_HZ = 2;
/** Half of the width in which the line of a second has one peak, Hz. */
const LINE_HZ = 0.8;
const REFINEMENTS = 30;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Fits a sine by least squares to each whole second: its level, how steady it is and how far above the rest. The
 * frequency is sought within 5 % of the given one, where the first second's fit is best. Null for less than a second.
 *
 * @param samples full scale ±1
 */
export function referenceTone(
  samples: Float32Array,
  sampleRateHz: number,
  aboutHz: number,
): ReferenceTone | null {
  const seconds = Math.floor(samples.length / sampleRateHz);
  if (seconds < 1) return null;
  const second = (i: number) => samples.subarray(i * sampleRateHz, (i + 1) * sampleRateHz);
  const frequencyHz = bestFrequency(second(0), sampleRateHz, aboutHz);
  const fits = Array.from({ length: seconds }, (_, i) => sineFit(second(i), sampleRateHz, frequencyHz));
  const levels = fits.map(({ power }) => 10 * Math.log10(power));
  const power = mean(fits.map((each) => each.power));
  const rest = mean(fits.map((each) => each.rest));
  const average = mean(levels);
  const variance = seconds > 1 ? levels.reduce((sum, db) => sum + (db - average) ** 2, 0) / (seconds - 1) : 0;
  return {
    frequencyHz,
    levelDb: 10 * Math.log10(power),
    sdDb: Math.sqrt(variance),
    seconds,
    snrDb: 10 * Math.log10(power / Math.max(rest, 1e-20)),
  };
}

/** The frequency whose sine takes the most power out of a second. */
function bestFrequency(samples: Float32Array, sampleRateHz: number, aboutHz: number): number {
  const [low, high] = [aboutHz * (1 - SEARCHED), aboutHz * (1 + SEARCHED)];
  // The lines of a tenth of a second are ten times as wide: a coarse grid finds them, and quickly.
  const glimpse = samples.subarray(0, Math.ceil(sampleRateHz / 10));
  const powerAt = (of: Float32Array) => (hz: number) => sineFit(of, sampleRateHz, hz).power;
  const steps = Math.max(8, Math.ceil((high - low) / GRID_HZ));
  const grid = Array.from({ length: steps + 1 }, (_, step) => low + ((high - low) * step) / steps);
  const powers = grid.map(powerAt(glimpse));
  const roughly = grid[powers.indexOf(Math.max(...powers))]!;
  const closer = peak(powerAt(glimpse), roughly, (high - low) / steps);
  return peak(powerAt(samples), closer, LINE_HZ);
}

/** Where a function with one peak within ± `width` of x is highest, by the golden section (Kiefer 1953). */
function peak(of: (x: number) => number, x: number, width: number): number {
  let [a, b] = [x - width, x + width];
  for (let i = 0; i < REFINEMENTS; i++) {
    const [c, d] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
    if (of(c) > of(d)) b = d;
    else a = c;
  }
  return (a + b) / 2;
}

/** Power of the best sine of a frequency (mean square), and what is left without it and the mean. */
function sineFit(samples: Float32Array, sampleRateHz: number, frequencyHz: number) {
  const step = (2 * Math.PI * frequencyHz) / sampleRateHz;
  let [sum, square, cosine, sine, cc, ss, cs, c1, s1] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < samples.length; i++) {
    const [x, c, s] = [samples[i]!, Math.cos(step * i), Math.sin(step * i)];
    sum += x;
    square += x * x;
    cosine += x * c;
    sine += x * s;
    cc += c * c;
    ss += s * s;
    cs += c * s;
    c1 += c;
    s1 += s;
  }
  const n = samples.length;
  const average = sum / n;
  const [bc, bs] = [cosine - average * c1, sine - average * s1];
  // The mean is fitted too: what the sine has in common with it counts for neither.
  const [aa, bb, ab] = [cc - (c1 * c1) / n, ss - (s1 * s1) / n, cs - (c1 * s1) / n];
  const determinant = aa * bb - ab * ab;
  const a = (bc * bb - bs * ab) / determinant;
  const b = (bs * aa - bc * ab) / determinant;
  const power = (a * a + b * b) / 2;
  return { power, rest: Math.max(0, square / n - average * average - (a * bc + b * bs) / n) };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
