import type { PassageEvent } from '../decision/passage.js';
import { appliedResponse } from './applied-response.js';
import { dayOf, ofEnoughDays, withoutSkewedDays } from './days.js';
import {
  estimateRecorder,
  FEWEST_CLIPS,
  FEWEST_PASSAGES,
  type KnownShip,
  type SiteEvidence,
} from './recorder-estimate.js';
import type { EvidenceKind, RecorderMemory, Remembered } from './recorder-memory.js';
import type { RecorderPrior } from './recorder-prior.js';
import { FLAT_RECORDER, type RecorderState } from './recorder-state.js';
import { describesSite, meanFeatures, siteFeatures } from './site-features.js';
import type { JudgedWindow, SiteRecorder } from './site-recorder.js';

const HOUR_MS = 3_600_000;

/** A clip an hour is remembered, for a week: many weathers. */
const CLIP_EACH_MS = HOUR_MS;
const MOST_CLIPS = 7 * 24;
const MOST_PASSAGES = 200;
/** So long must no ship have been there before a window counts as background. */
const QUIET_MS = 60_000;
/** Passages may last so long. */
const RECENT_MS = 31 * 60_000;

/** What the passages of one day may count for together. */
const MOST_WEIGHT_OF_DAY = 10 / 3;

/** An estimate is made so often at most, and moves the tilt so far at most, dB a decade: 2 a day. */
const REVISE_EACH_MS = 6 * HOUR_MS;
const LONGEST_STEP = 0.5;
/** Where a person told the size of ships, no skewed day can be behind it. */
const LONGEST_KNOWN_STEP = 2;
/** A smaller change is not worth a revision. */
const SHORTEST_STEP = 0.25;

/**
 * Learns the recorder of one channel from what it hears, without labels: the background without ships and whole
 * passages of unknown size; and from ships whose size a person told, where there are any. It changes its mind between passages alone, a little at a time, and no single day can
 * move it far. Its clock is the time of the windows, so that the same sound and the same memory give the same states.
 */
export class LearningRecorder implements SiteRecorder {
  readonly #prior: RecorderPrior;
  readonly #memory: RecorderMemory;
  readonly #known: () => readonly KnownShip[];
  #state: RecorderState;
  #recent: { startMs: number; endMs: number; features: Float64Array; weight: number }[] = [];
  readonly #remembered: Record<EvidenceKind, Remembered[]>;
  #quietSinceMs: number | null = null;
  #triedMs: number;

  /** @param known the ships of known size that were heard through it, as it is asked */
  constructor(prior: RecorderPrior, memory: RecorderMemory, known: () => readonly KnownShip[] = () => []) {
    this.#prior = prior;
    this.#memory = memory;
    this.#known = known;
    this.#state = memory.state() ?? { ...FLAT_RECORDER, mode: 'estimated' };
    // A node that is started over and over must not hurry.
    this.#triedMs = this.#state.sinceMs ?? Number.NEGATIVE_INFINITY;
    this.#remembered = { clip: memory.evidence('clip'), passage: memory.evidence('passage') };
  }

  get state(): RecorderState {
    return this.#state;
  }

  get gathered() {
    const { passage, clip } = this.#remembered;
    return { passages: passage.length, clips: clip.length };
  }

  hear({ span, window, ship, quiet }: JudgedWindow): boolean {
    if (!describesSite(window)) return false;
    const features = siteFeatures(window.statistics);
    const { startMs, endMs } = span;
    this.#recent.push({ startMs, endMs, features, weight: ship });
    while (this.#recent[0]!.endMs < endMs - RECENT_MS) this.#recent.shift();
    if (!quiet) {
      this.#quietSinceMs = null;
      return false;
    }
    this.#quietSinceMs ??= startMs;
    if (startMs - this.#quietSinceMs >= QUIET_MS) this.#mayRemember(startMs, features);
    return this.#mayRevise(endMs);
  }

  passageEnded({ startMs, endMs, endedBy }: PassageEvent): void {
    // What stays for half an hour is no passage.
    if (endedBy === 'permanent' || endMs === null) return;
    const heard = this.#recent.filter((window) => window.startMs >= startMs && window.endMs <= endMs);
    const features = meanFeatures(heard);
    if (features) this.#remember('passage', startMs, features, MOST_PASSAGES);
  }

  #mayRemember(timeMs: number, features: Float64Array): void {
    const latest = this.#remembered.clip.at(-1);
    if (latest && Math.abs(timeMs - latest.timeMs) < CLIP_EACH_MS) return;
    this.#remember('clip', timeMs, features, MOST_CLIPS);
  }

  #remember(kind: EvidenceKind, timeMs: number, features: Float64Array, most: number): void {
    const one = { timeMs: Math.round(timeMs), features: Array.from(features, rounded) };
    const kept = this.#remembered[kind];
    kept.push(one);
    if (kept.length > most) kept.shift();
    this.#memory.remember(kind, one, most);
  }

  #mayRevise(atMs: number): boolean {
    if (Math.abs(atMs - this.#triedMs) < REVISE_EACH_MS) return false;
    this.#triedMs = atMs;
    const evidence = this.#evidence();
    const { clips, passages, known } = evidence;
    if (clips.length < FEWEST_CLIPS && passages.length < FEWEST_PASSAGES && known.length === 0) return false;
    const estimate = estimateRecorder(this.#prior, evidence);
    const { tiltDbPerDecade: before, lowCutHz, sdDbPerDecade, revision } = this.#state;
    const target = appliedResponse(estimate);
    const longest = known.length > 0 ? LONGEST_KNOWN_STEP : LONGEST_STEP;
    const step = Math.max(-longest, Math.min(longest, target.tiltDbPerDecade - before));
    const isFirst = sdDbPerDecade === null;
    const revised = isFirst || Math.abs(step) >= SHORTEST_STEP || target.lowCutHz !== lowCutHz;
    this.#state = {
      ...this.#state,
      // How sure it is grows while what is taken off stays: no revision, and nothing that a verdict rests on.
      sdDbPerDecade: Number(estimate.sdDbPerDecade.toFixed(2)),
      passages: passages.length,
      clips: clips.length,
      ...(revised && {
        tiltDbPerDecade: Number((before + step).toFixed(2)),
        lowCutHz: target.lowCutHz,
        revision: revision + 1,
        sinceMs: atMs,
      }),
    };
    this.#memory.saveState(this.#state);
    return revised;
  }

  #evidence(): Required<SiteEvidence> {
    const clips = withoutSkewedDays(this.#remembered.clip);
    const passages = ofEnoughDays(this.#remembered.passage);
    const onDay = new Map<number, number>();
    for (const passage of passages) onDay.set(dayOf(passage), (onDay.get(dayOf(passage)) ?? 0) + 1);
    return {
      known: ofBothSizes(this.#known()),
      clips: clips.map(({ features }) => features),
      passages: passages.map((passage) => ({
        features: passage.features,
        weight: Math.min(1, MOST_WEIGHT_OF_DAY / onDay.get(dayOf(passage))!),
      })),
    };
  }
}

/** Big ships alone make a recorder seem to fall, small ones to rise: each other's size keeps them honest. */
function ofBothSizes(known: readonly KnownShip[]): readonly KnownShip[] {
  return new Set(known.map(({ size }) => size)).size < 2 ? [] : known;
}

/** To a thousandth of a decibel, so that what is read back is what was kept. */
function rounded(value: number): number {
  return Number(value.toFixed(3));
}
