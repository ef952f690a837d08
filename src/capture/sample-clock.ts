import { DriftEstimate } from './drift-estimate.js';
import { WallClock } from './wall-clock.js';

/** How far arrivals may scatter before they mean something. */
export interface ClockTolerance {
  /** Arrivals are judged by the earliest of each window: a reader that was held up catches up within one. */
  windowSeconds: number;
  /** The first window after an opening: what had gathered before the first packet has come by then. */
  settleSeconds: number;
  /** Lateness that lasts longer than that and exceeds this is lost samples. */
  gapMs: number;
  /** Samples this far ahead of time cannot have been captured yet, and are thrown away. */
  aheadMs: number;
}

/** A sound card read by a process that does nothing else. */
export const soundCardTolerance: ClockTolerance = {
  windowSeconds: 4,
  settleSeconds: 1,
  gapMs: 50,
  aheadMs: 2000,
};

/** A network stream, which comes in segments and with some seconds in advance. */
export const networkTolerance: ClockTolerance = {
  windowSeconds: 60,
  settleSeconds: 5,
  gapMs: 2000,
  aheadMs: 60_000,
};

/** Crystals are within 100 ppm; the worst USB cards that were seen within 300. */
const maxDriftPpm = 300;

export interface Arrival {
  /** Index of the packet's first sample, or undefined when the packet is to be thrown away. */
  firstSample: number | undefined;
  /** UTC time of that sample. */
  timeMs: number;
  /** Samples found missing just before this packet. */
  missingSamples: number;
  /** They were lost while the input was closed, not while it was open. */
  atOpening: boolean;
  /** Packets before this one were thrown away as ahead of time. */
  afterDiscard: boolean;
  /** The wall clock was set since the last packet. */
  wallStepped: boolean;
}

/**
 * Finds what the samples' count and the times of their arrival say about each other: missing samples, surplus,
 * the drift of the converter's clock, and the UTC time of every sample.
 *
 * A sample can arrive late but not before it was captured. So the earliest arrivals, relative to the count, mark
 * the true time (`baselineMs`: the monotonic time of sample 0), and everything above is delay. A delay that
 * stays is samples that never came; they are inserted when it has been seen, at most two windows after the loss.
 * The constant part of the delay (buffers of the sound card, some 10 ms) cannot be seen from here and is part of
 * the time given.
 */
export class SampleClock {
  /** Index of the next sample. */
  nextSample = 0;
  private baselineMs: number | undefined;
  /** Below this the baseline cannot be: the samples would be ahead of time. */
  private floorMs = 0;
  private windowEarliestMs = Number.POSITIVE_INFINITY;
  private windowStartMs: number | undefined;
  private settling = true;
  private discarding = false;
  /** When the input last gave more samples than time allows. */
  private lastAheadMs = Number.NEGATIVE_INFINITY;
  private readonly drift = new DriftEstimate();
  private readonly wall = new WallClock();

  constructor(
    private readonly sampleRateHz: number,
    private readonly tolerance: ClockTolerance,
  ) {}

  /**
   * Takes note of a packet.
   *
   * @param frames samples per channel in it
   * @param arrivalMs monotonic time at which the last of them arrived
   * @param wallMs UTC time at that instant
   * @param lostBefore samples that are known to be lost between the packet before and this one
   */
  arrive(frames: number, arrivalMs: number, wallMs: number, lostBefore = 0): Arrival {
    this.baselineMs ??= this.begin(this.offsetMs(frames, arrivalMs));
    if (this.windowStartMs === undefined) this.openWindow(arrivalMs);
    const atOpening = this.settling;
    // What was lost cannot have taken more time than has passed. Where an input runs ahead of time it was surplus
    // itself, like what is thrown away; what is truly missing there shows as lateness.
    const dueSample = ((arrivalMs - this.baselineMs) * this.sampleRateHz) / 1000 - frames;
    const runsAhead = arrivalMs - this.lastAheadMs < 1000 * this.tolerance.windowSeconds;
    let missingSamples =
      lostBefore > 0 && !runsAhead ? this.advanceTo(Math.min(this.nextSample + lostBefore, dueSample)) : 0;
    const wallStepped = this.wall.observe(arrivalMs, wallMs);
    const ahead = this.floorMs - this.offsetMs(frames, arrivalMs);
    if (ahead > 0 || (this.discarding && ahead > -this.tolerance.aheadMs / 2)) {
      this.discarding = true;
      this.lastAheadMs = arrivalMs;
      return { ...this.arrival(undefined), missingSamples, atOpening, afterDiscard: false, wallStepped };
    }
    missingSamples += this.closeWindow(arrivalMs);
    const offsetMs = this.offsetMs(frames, arrivalMs);
    this.windowEarliestMs = Math.min(this.windowEarliestMs, offsetMs);
    this.baselineMs = Math.min(this.baselineMs, offsetMs);
    const afterDiscard = this.discarding;
    this.discarding = false;
    const firstSample = this.nextSample;
    this.nextSample += frames;
    return { ...this.arrival(firstSample), missingSamples, atOpening, afterDiscard, wallStepped };
  }

  /**
   * The input is closed: nothing comes until it is opened again, however long that takes.
   *
   * @returns samples that would have come up to now, and count as missing from now on
   */
  pass(nowMs: number): number {
    if (this.baselineMs === undefined) return 0;
    this.windowStartMs = undefined;
    this.settling = true;
    this.lastAheadMs = Number.NEGATIVE_INFINITY;
    this.drift.forget();
    return this.advanceTo(((nowMs - this.baselineMs) * this.sampleRateHz) / 1000);
  }

  /** How much faster than its nominal rate the converter runs, parts per million; null until it is known. */
  get driftPpm(): number | null {
    const latenessPpm = this.drift.slopePpm();
    return latenessPpm === null ? null : -latenessPpm;
  }

  /** Monotonic time of sample 0 if the packet's last sample had come without delay. */
  private offsetMs(frames: number, arrivalMs: number): number {
    return arrivalMs - (1000 * (this.nextSample + frames)) / this.sampleRateHz;
  }

  private begin(offsetMs: number): number {
    this.floorMs = offsetMs - this.tolerance.aheadMs;
    return offsetMs;
  }

  private openWindow(nowMs: number): void {
    this.windowStartMs = nowMs;
    this.windowEarliestMs = Number.POSITIVE_INFINITY;
  }

  /** Judges the window that ends here; gives the samples that it shows to be missing. */
  private closeWindow(nowMs: number): number {
    const { windowSeconds, settleSeconds } = this.tolerance;
    const lengthMs = nowMs - this.windowStartMs!;
    if (lengthMs < 1000 * (this.settling ? settleSeconds : windowSeconds)) return 0;
    const earliestMs = this.windowEarliestMs;
    this.openWindow(nowMs);
    if (!Number.isFinite(earliestMs)) return 0;
    this.settling = false;
    const driftMs = lengthMs * maxDriftPpm * 1e-6;
    this.floorMs -= driftMs;
    const latenessMs = earliestMs - this.baselineMs!;
    if (latenessMs > this.tolerance.gapMs)
      return this.advanceTo(this.nextSample + (latenessMs * this.sampleRateHz) / 1000);
    this.drift.add(nowMs, earliestMs);
    this.baselineMs! += Math.min(latenessMs, driftMs);
    return 0;
  }

  private advanceTo(sample: number): number {
    const missing = Math.max(0, Math.round(sample) - this.nextSample);
    this.nextSample += missing;
    return missing;
  }

  private arrival(firstSample: number | undefined): Pick<Arrival, 'firstSample' | 'timeMs'> {
    const sample = firstSample ?? this.nextSample;
    const timeMs = this.wall.utcMs(this.baselineMs! + (1000 * sample) / this.sampleRateHz);
    return { firstSample, timeMs };
  }
}
