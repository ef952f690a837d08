import { SHAFT_RASTER_BINS, SHAFT_RASTER_HZ, type ShaftWhitener } from './shaft-spectrum.js';

/** Candidate rates: 333 steps of 1 % from 0.72 Hz to 19.9 Hz, each with 3 to 6 blades. */
export const SHAFT_RATES = 333;
export const BLADE_COUNTS = [3, 4, 5, 6] as const;
export const SHAFT_CANDIDATES = SHAFT_RATES * BLADE_COUNTS.length;

/**
 * What is asked of a rate f whatever its blades. `h<k>` is the height of the line at k f, `half` and `third` are
 * heights at the places that would be harmonics if the true rate were a half or a third of f.
 */
const RATE_FEATURES = [
  'h1',
  'h2',
  'h3',
  'h4',
  'h7_8',
  'h9_12',
  'half1',
  'half3',
  'half5_7',
  'third1_2',
  'third4_5_7_8',
  'present',
  'logRate2',
  'valley',
  'logOddOverEven',
  'logHalvesOverWholes',
] as const;

/** What is asked of a rate with B blades. */
const BLADE_FEATURES = [
  'hB',
  'h2B',
  'hBOverNeighbours',
  'h2BOverNeighbours',
  'belowB',
  'B3',
  'B5',
  'B6',
  'logBladeRate',
  'logBladeRate2',
  'strongestIsB',
  'logBOverBelow',
  'logBOverNext',
  'log2BOverNeighbours',
] as const;

/** The features of a candidate (f, B), in the order of their rows. */
export const CANDIDATE_FEATURES = [...RATE_FEATURES, ...BLADE_FEATURES] as const;
export const FEATURE_COUNT = CANDIDATE_FEATURES.length;

const STEPS_PER_BIN = 4;
const STEP_HZ = SHAFT_RASTER_HZ / STEPS_PER_BIN;
const STEPS = (SHAFT_RASTER_BINS - 1) * STEPS_PER_BIN + 1;
const HIGHEST_HARMONIC = 12;
/** A line may lie off its place by 2 steps (4 from the fourth harmonic on), at a price that grows with the distance. */
const NEAR_STEPS = 2;
const FAR_STEPS = 4;
const FAR_FROM_HARMONIC = 4;
const PRICE_PER_STEP = 0.1;
const PRESENT_HEIGHT = 0.9;

/** The rate of row `index` of the grid, Hz. */
export function candidateRateHz(index: number): number {
  return 0.72 * Math.exp(0.01 * index);
}

/** Measures all candidates on a whitened spectrum; the buffers live from spectrum to spectrum. */
export class ShaftCandidates {
  private readonly line = new FineSpectrum();
  private readonly height = new FineSpectrum();
  private readonly ratio = new FineSpectrum();
  private readonly h = new Float64Array(HIGHEST_HARMONIC + 1);
  private readonly heightAt = new Float64Array(HIGHEST_HARMONIC + 2);
  private readonly logRatioAt = new Float64Array(HIGHEST_HARMONIC + 2);
  private readonly asked = new Float64Array(FEATURE_COUNT);
  private readonly rate = this.asked.subarray(0, RATE_FEATURES.length);
  private readonly blade = this.asked.subarray(RATE_FEATURES.length);

  /** Writes `[FEATURE_COUNT, SHAFT_RATES, BLADE_COUNTS]`, row-major, into `out`. */
  measure(spectrum: ShaftWhitener, out: Float64Array): void {
    this.line.refine(spectrum.line);
    this.height.refine(spectrum.height);
    this.ratio.refine(spectrum.logRatio);
    const strongestHz = strongestBinHz(spectrum.height);
    for (let i = 0; i < SHAFT_RATES; i++) {
      const rateHz = candidateRateHz(i);
      for (let k = 1; k < this.h.length; k++) this.h[k] = this.line.harmonic(k, rateHz);
      for (let k = 1; k < this.heightAt.length; k++) this.heightAt[k] = this.height.harmonic(k, rateHz);
      for (let k = 1; k < this.logRatioAt.length; k++) this.logRatioAt[k] = this.ratio.harmonic(k, rateHz);
      this.measureRate(rateHz);
      for (let j = 0; j < BLADE_COUNTS.length; j++) {
        this.measureBlades(rateHz, BLADE_COUNTS[j], strongestHz);
        const candidate = i * BLADE_COUNTS.length + j;
        for (let d = 0; d < FEATURE_COUNT; d++) out[d * SHAFT_CANDIDATES + candidate] = this.asked[d];
      }
    }
  }

  private measureRate(rateHz: number): void {
    const { h, line, rate } = this;
    const near = (multiple: number) => line.near(multiple * rateHz);
    const far = (multiple: number) => line.far(multiple * rateHz);
    let present = 0;
    for (let k = 1; k <= 8; k++) if (h[k] > PRESENT_HEIGHT) present++;
    rate[0] = h[1];
    rate[1] = h[2];
    rate[2] = h[3];
    rate[3] = h[4];
    rate[4] = (h[7] + h[8]) / 2;
    rate[5] = (h[9] + h[10] + h[11] + h[12]) / 4;
    rate[6] = near(1 / 2);
    rate[7] = near(3 / 2);
    rate[8] = (near(5 / 2) + far(7 / 2)) / 2;
    rate[9] = (near(1 / 3) + near(2 / 3)) / 2;
    rate[10] = (near(4 / 3) + near(5 / 3) + far(7 / 3) + far(8 / 3)) / 4;
    rate[11] = present / 8;
    rate[12] = awayFrom(2.3, rateHz);
    rate[13] =
      (line.at(0.75 * rateHz) + line.at(1.25 * rateHz) + line.at(1.75 * rateHz) + line.at(2.25 * rateHz)) / 4;
    const { ratio, logRatioAt } = this;
    const odd = logRatioAt[1] + logRatioAt[3] + logRatioAt[5];
    rate[14] = clip((odd - logRatioAt[2] - logRatioAt[4] - logRatioAt[6]) / 3);
    const halves = ratio.near(rateHz / 2) + ratio.near((3 * rateHz) / 2) + ratio.near((5 * rateHz) / 2);
    rate[15] = clip((halves - logRatioAt[1] - logRatioAt[2] - logRatioAt[3]) / 3);
  }

  /** Blade lines are often broad: all but `belowB` is read from the height that keeps the humps. */
  private measureBlades(rateHz: number, blades: number, strongestHz: number): void {
    const { h, heightAt, logRatioAt, blade } = this;
    const twice = 2 * blades;
    const logBladeRate = Math.log((rateHz * blades) / 9);
    let below = 0;
    let strongestBelow = 0;
    for (let k = 2; k < blades; k++) below += h[k];
    for (let k = 1; k < blades; k++) strongestBelow = Math.max(strongestBelow, logRatioAt[k]);
    blade[0] = heightAt[blades];
    blade[1] = heightAt[twice];
    blade[2] = heightAt[blades] - Math.max(heightAt[blades - 1], heightAt[blades + 1]);
    blade[3] = heightAt[twice] - Math.max(heightAt[twice - 1], heightAt[twice + 1]);
    blade[4] = below / (blades - 2);
    blade[5] = blades === 3 ? 1 : 0;
    blade[6] = blades === 5 ? 1 : 0;
    blade[7] = blades === 6 ? 1 : 0;
    blade[8] = Math.min(logBladeRate, 1);
    blade[9] = awayFrom(9, rateHz * blades);
    blade[10] = Math.abs(strongestHz - rateHz * blades) <= 0.12 ? 1 : 0;
    blade[11] = clip(logRatioAt[blades] - strongestBelow);
    blade[12] = clip(logRatioAt[blades] - Math.max(logRatioAt[blades + 1], 0));
    blade[13] = clip(logRatioAt[twice] - Math.max(logRatioAt[twice - 1], logRatioAt[twice + 1], 0));
  }
}

/** A whitened spectrum on steps of 0.025 Hz, read exactly or with a tolerance in frequency. */
class FineSpectrum {
  private readonly exact = new Float64Array(STEPS);
  private readonly nearby = new Float64Array(STEPS);
  private readonly wide = new Float64Array(STEPS);

  refine(bins: Float64Array): void {
    for (let s = 0; s < STEPS; s++) {
      const bin = Math.floor(s / STEPS_PER_BIN);
      const fraction = (s % STEPS_PER_BIN) / STEPS_PER_BIN;
      this.exact[s] = fraction === 0 ? bins[bin] : bins[bin] + fraction * (bins[bin + 1] - bins[bin]);
    }
    tolerate(this.exact, NEAR_STEPS, this.nearby);
    tolerate(this.exact, FAR_STEPS, this.wide);
  }

  harmonic(k: number, rateHz: number): number {
    return k < FAR_FROM_HARMONIC ? this.near(k * rateHz) : this.far(k * rateHz);
  }

  at(frequencyHz: number): number {
    return read(this.exact, frequencyHz);
  }

  near(frequencyHz: number): number {
    return read(this.nearby, frequencyHz);
  }

  far(frequencyHz: number): number {
    return read(this.wide, frequencyHz);
  }
}

function tolerate(exact: Float64Array, steps: number, out: Float64Array): void {
  for (let s = 0; s < STEPS; s++) {
    let best = exact[s];
    for (let d = 1; d <= steps; d++) {
      if (s - d >= 0) best = Math.max(best, exact[s - d] - PRICE_PER_STEP * d);
      if (s + d < STEPS) best = Math.max(best, exact[s + d] - PRICE_PER_STEP * d);
    }
    out[s] = best;
  }
}

/** Above the raster there is only background. */
function read(values: Float64Array, frequencyHz: number): number {
  const step = Math.round(frequencyHz / STEP_HZ);
  return step < STEPS ? values[step] : 0;
}

function strongestBinHz(height: Float64Array): number {
  let strongest = Math.ceil(0.65 / SHAFT_RASTER_HZ);
  for (let k = strongest; k <= 24 / SHAFT_RASTER_HZ; k++) if (height[k] > height[strongest]) strongest = k;
  return strongest * SHAFT_RASTER_HZ;
}

function clip(logRatio: number): number {
  return Math.min(2, Math.max(-2, logRatio));
}

/** Squared logarithmic distance from the usual rate; a rate far above it is no less usual than one e times as high. */
function awayFrom(usualHz: number, rateHz: number): number {
  return Math.min(Math.log(rateHz / usualHz), 1) ** 2;
}
