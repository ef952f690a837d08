import { DemonAccumulator, type DemonSpectrum } from '../features/demon.js';
import type { DemonFrame, ShaftEstimate } from '../features/frames.js';
import type { Assessment } from '../prototypes/assessment.js';
import { LevelCurve, type LevelPoint } from './level-curve.js';
import type { PassageEvidence, UtcSpan, WeightedAssessment } from './passage.js';

/** A window of the passage with the rise of its level above the background, dB. */
export interface HeardWindow {
  span: UtcSpan;
  assessment: Assessment;
  embedding: Float32Array | null;
  riseDb: number;
}

/** The edge of hearing still counts a little, so that a passage that never comes near gets a verdict. */
const LEAST_WEIGHT = 0.05;

/** What is known of a passage that has begun and not yet ended. Memory is bounded by the longest passage. */
export class OpenPassage {
  readonly curve = new LevelCurve();
  readonly #windows: HeardWindow[] = [];
  readonly #estimateShaft: (spectrum: DemonSpectrum) => ShaftEstimate | null;
  readonly #demon = new DemonAccumulator();
  /** Null when frames have come since. */
  #shaft: { estimate: ShaftEstimate | null } | null = null;

  constructor(
    readonly id: string,
    readonly startMs: number,
    estimateShaft: (spectrum: DemonSpectrum) => ShaftEstimate | null,
  ) {
    this.#estimateShaft = estimateShaft;
  }

  addWindow(window: HeardWindow): void {
    this.#windows.push(window);
  }

  addLevel(point: LevelPoint): void {
    this.curve.add(point);
  }

  addDemon(frame: DemonFrame): void {
    this.#demon.add(frame);
    this.#shaft = null;
  }

  /** Takes the windows whose middle is at or after `timeMs` out of this passage. */
  removeWindowsSince(timeMs: number): readonly HeardWindow[] {
    const first = this.#windows.findIndex(({ span }) => (span.startMs + span.endMs) / 2 >= timeMs);
    return first < 0 ? [] : this.#windows.splice(first);
  }

  /** Every window, weighted by its amplitude against the loudest one. */
  get weighted(): WeightedAssessment[] {
    const loudest = this.#windows.reduce((most, { riseDb }) => Math.max(most, riseDb), -Infinity);
    return this.#windows.map(({ assessment, riseDb }) => ({
      assessment,
      weight: Math.max(LEAST_WEIGHT, 10 ** ((riseDb - loudest) / 20)),
    }));
  }

  /** @param over the passage has ended, so the highest level is the closest approach. */
  evidence(over: boolean): PassageEvidence {
    const peak = this.curve.peak;
    const shaft = this.#shaftEstimate();
    return {
      splDb: peak?.splDb ?? -Infinity,
      closestApproachMs: peak && (over || this.curve.peakIsPast) ? peak.timeMs : null,
      shaftHz: shaft?.shaftHz ?? null,
      bladeCount: shaft?.bladeCount ?? null,
      bladeRateHz: shaft?.bladeRateHz ?? null,
      snrDb: peak?.riseDb ?? 0,
      windows: this.#windows.length,
    };
  }

  /** Mean of its windows, weighted as its verdict is, of the bandwidth of the first; null where none was given. */
  get embedding(): Float32Array | null {
    const tierOf = (embedding: Float32Array) => embedding[embedding.length - 1];
    const weights = this.weighted.map(({ weight }) => weight);
    const given = this.#windows.flatMap(({ embedding }, i) =>
      embedding ? [{ embedding, weight: weights[i]! }] : [],
    );
    const first = given[0]?.embedding;
    if (!first) return null;
    const same = given.filter(({ embedding }) => tierOf(embedding) === tierOf(first));
    const total = same.reduce((sum, { weight }) => sum + weight, 0);
    const mean = new Float64Array(first.length);
    for (const { embedding, weight } of same) {
      for (let i = 0; i < mean.length; i++) mean[i] += weight * embedding[i]!;
    }
    for (let i = 0; i < mean.length; i++) mean[i] /= total;
    return Float32Array.from(mean);
  }

  /** Mean DEMON spectrum so far; null before the first frame. */
  get demon(): DemonSpectrum | null {
    return this.#demon.spectrum();
  }

  #shaftEstimate(): ShaftEstimate | null {
    if (this.#shaft === null) {
      const spectrum = this.demon;
      this.#shaft = { estimate: spectrum && this.#estimateShaft(spectrum) };
    }
    return this.#shaft.estimate;
  }
}
