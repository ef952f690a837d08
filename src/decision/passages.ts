import type { DemonSpectrum } from '../features/demon.js';
import type { DemonFrame, LevelFrame, ShaftEstimate } from '../features/frames.js';
import type { Assessment } from '../prototypes/assessment.js';
import { FrameQueue, type TimedFrame } from './frame-queue.js';
import type { LevelPoint } from './level-curve.js';
import { type HeardWindow, OpenPassage } from './open-passage.js';
import type { PassageEnd, PassageEvent, PassageState, UtcSpan, WeightedAssessment } from './passage.js';
import { agreedClass, averageNearest } from './passage-classes.js';
import { PresenceBackground } from './presence.js';
import { ShipPresent } from './ship-present.js';
import type { Verdict } from './verdict.js';

export interface PassageOptions {
  /** Gives the id of a new passage; called once a passage, in the order in which passages begin. */
  nextId: (startMs: number) => string;
  /** Pools the windows of a passage (at least one) to a verdict; `none` is published as `unknown`. */
  pool: (windows: readonly WeightedAssessment[]) => Verdict;
  /** Reads shaft and blades from a DEMON spectrum averaged over the passage; null when there are none to be trusted. */
  estimateShaft: (spectrum: DemonSpectrum) => ShaftEstimate | null;
}

/** Shorter sounds are no passage. */
const LEAST_MS = 10_000;
/** A fade (Lloyd null, pause of the engine) may last so long without ending the passage. */
const HOLD_MS = 40_000;
const UPDATE_MS = 10_000;
/** What stays longer is the site's own. */
const LONGEST_MS = 30 * 60_000;
/** A passage whose level never rose above the background by this (dB) says something about the background. */
const STANDS_OUT_DB = 3;
/** How far back a passage may reach when it opens. */
const RECENT_MS = 60_000;

/**
 * Follows the passages of one channel. Its clock is the time of its inputs, which come in order:
 * what ends by the end of a window is handed in before that window. Levels and DEMON frames may run ahead of the
 * windows (the encoder takes its time); they wait for the window, so that the events depend on the sound alone. Frames
 * are kept by reference, not copied.
 */
export class PassageTracker {
  #options: PassageOptions;
  readonly #background = new PresenceBackground();
  readonly #waiting = new FrameQueue();
  /** What a passage that opens now may reach back to. */
  #recentWindows: HeardWindow[] = [];
  #recentLevels: LevelPoint[] = [];
  #recentDemon: { span: UtcSpan; demon: DemonFrame }[] = [];

  #lastWindow: UtcSpan | null = null;
  readonly #ship = new ShipPresent();
  #passage: OpenPassage | null = null;
  #saidMs = 0;
  #state: PassageState = {
    verdict: { size: 'none', confidence: 0 },
    vesselClass: null,
    passage: null,
    sinceMs: null,
  };

  constructor(options: PassageOptions) {
    this.#options = options;
  }

  /** Pools otherwise from now on, as another model does; the open passage too. */
  judgeWith(pool: PassageOptions['pool']): void {
    this.#options = { ...this.#options, pool };
  }

  addLevel(span: UtcSpan, level: LevelFrame): void {
    this.#waiting.push({ span, level });
  }

  addDemon(span: UtcSpan, demon: DemonFrame): void {
    this.#waiting.push({ span, demon });
  }

  /** Gives the events that follow from this window: none, or a few (one passage ends, the next begins). */
  addWindow(span: UtcSpan, assessment: Assessment, embedding: Float32Array | null = null): PassageEvent[] {
    const events = this.#soundWasMissing(span) ? this.close('gap') : [];
    for (const frame of this.#waiting.take(span.endMs)) this.#take(frame);
    this.#lastWindow = span;
    const window = { span, assessment, embedding, riseDb: this.#riseDb(span) };
    this.#listen(window);
    events.push(...(this.#passage ? this.#follow(this.#passage, window) : this.#mayOpen(window)));
    this.#updateState(events.at(-1) ?? null, span.endMs);
    return events;
  }

  /**
   * Takes the place of a window in which nothing was heard, as of an input that is muted. It is a hole in the sound:
   * what was measured in it would pull the background down to nothing.
   */
  addSilence(span: UtcSpan): PassageEvent[] {
    this.#waiting.take(span.endMs);
    return this.#soundWasMissing(span) ? this.close('gap') : [];
  }

  /** Ends the open passage, if there is one; the tracker can go on afterwards. */
  close(reason: PassageEnd): PassageEvent[] {
    const events = this.#passage ? [this.#end(this.#passage, reason)] : [];
    this.#recentWindows = [];
    this.#recentLevels = [];
    this.#recentDemon = [];
    this.#ship.forget();
    if (this.#lastWindow) this.#updateState(events.at(-1) ?? null, this.#lastWindow.endMs);
    return events;
  }

  get state(): PassageState {
    return this.#state;
  }

  /** No passage is open, and the next one will not reach back to what has been heard so far. */
  get quiet(): boolean {
    return this.#passage === null && this.#ship.sinceMs === null;
  }

  #soundWasMissing(span: UtcSpan): boolean {
    if (this.#lastWindow === null) return false;
    const missingMs = span.startMs - this.#lastWindow.endMs;
    const clockWentBack = span.endMs <= this.#lastWindow.endMs;
    return missingMs > HOLD_MS || clockWentBack;
  }

  #take(frame: TimedFrame): void {
    const { span } = frame;
    if ('demon' in frame) {
      this.#recentDemon.push({ span, demon: frame.demon });
      this.#passage?.addDemon(frame.demon);
      return;
    }
    const { splDb, decidecadeDb } = frame.level;
    const riseDb = this.#background.riseDb(decidecadeDb) ?? 0;
    const point = { ...span, splDb, riseDb };
    this.#background.addLevels(decidecadeDb);
    this.#recentLevels.push(point);
    this.#passage?.addLevel(point);
  }

  /** Mean over the seconds of the window; 0 when no level came with it. */
  #riseDb(span: UtcSpan): number {
    const inside = this.#recentLevels.filter(
      ({ startMs, endMs }) => startMs >= span.startMs && endMs <= span.endMs,
    );
    return inside.length === 0 ? 0 : inside.reduce((sum, { riseDb }) => sum + riseDb, 0) / inside.length;
  }

  #listen(window: HeardWindow): void {
    const { span, assessment, riseDb } = window;
    const ship = 1 - assessment.probability.none;
    this.#ship.hear(span, this.#background.shipLogOdds(ship, riseDb));
    this.#background.addProbability(ship);

    this.#recentWindows.push(window);
    const isRecent = (heard: { span: UtcSpan }) => heard.span.endMs > span.endMs - RECENT_MS;
    this.#recentWindows = this.#recentWindows.filter(isRecent);
    this.#recentDemon = this.#recentDemon.filter(isRecent);
    this.#recentLevels = this.#recentLevels.filter(({ endMs }) => endMs > span.endMs - RECENT_MS);
  }

  #mayOpen({ span }: HeardWindow): PassageEvent[] {
    if (this.#ship.sinceMs === null || span.endMs - this.#ship.sinceMs < LEAST_MS) return [];
    this.#background.open();
    const passage = this.#begin(this.#ship.sinceMs);
    for (const window of this.#recentWindows) {
      if (window.span.startMs >= passage.startMs) passage.addWindow(window);
    }
    for (const point of this.#recentLevels) if (point.endMs > passage.startMs) passage.addLevel(point);
    return [this.#say(passage, 'new')];
  }

  #follow(passage: OpenPassage, window: HeardWindow): PassageEvent[] {
    const { endMs } = window.span;
    if (this.#ship.sinceMs === null) {
      return endMs - this.#ship.untilMs >= HOLD_MS ? [this.#end(passage, 'quiet')] : [];
    }
    passage.addWindow(window);
    if (endMs - passage.startMs >= LONGEST_MS) return this.close('permanent');
    const nextShipMs = passage.curve.nextShipMs;
    if (nextShipMs !== null) return this.#partFromNext(passage, nextShipMs);
    return endMs - this.#saidMs >= UPDATE_MS ? [this.#say(passage, 'update')] : [];
  }

  /** The level came down and up again: the first ship was gone at `atMs`, and what was heard since is the next one. */
  #partFromNext(passage: OpenPassage, atMs: number): PassageEvent[] {
    const windows = passage.removeWindowsSince(atMs);
    const end = this.#say(passage, 'end', { endMs: atMs, endedBy: 'next-passage' });
    const next = this.#begin(atMs);
    for (const window of windows) next.addWindow(window);
    for (const point of passage.curve.since(atMs)) next.addLevel(point);
    return [end, this.#say(next, 'new')];
  }

  #begin(startMs: number): OpenPassage {
    const passage = new OpenPassage(this.#options.nextId(startMs), startMs, this.#options.estimateShaft);
    for (const { span, demon } of this.#recentDemon) if (span.startMs >= startMs) passage.addDemon(demon);
    this.#passage = passage;
    return passage;
  }

  #end(passage: OpenPassage, endedBy: PassageEnd): PassageEvent {
    this.#passage = null;
    const standsOut = (passage.curve.peak?.riseDb ?? Infinity) >= STANDS_OUT_DB;
    this.#background.close(endedBy === 'permanent' ? 'replace' : standsOut ? 'discard' : 'add');
    return this.#say(passage, 'end', { endMs: this.#ship.untilMs, endedBy });
  }

  #say(
    passage: OpenPassage,
    phase: PassageEvent['phase'],
    end: { endMs: number; endedBy: PassageEnd } | null = null,
  ): PassageEvent {
    this.#saidMs = this.#lastWindow!.endMs;
    const windows = passage.weighted;
    const { size, confidence } = this.#options.pool(windows);
    return {
      phase,
      id: passage.id,
      startMs: passage.startMs,
      endMs: end?.endMs ?? null,
      endedBy: end?.endedBy ?? null,
      size: size === 'none' ? 'unknown' : size,
      confidence,
      vesselClass: agreedClass(windows),
      nearest: averageNearest(windows),
      evidence: passage.evidence(end !== null),
      demon: end && passage.demon,
      embedding: end && passage.embedding,
      heardUntilMs: this.#saidMs,
    };
  }

  #updateState(latest: PassageEvent | null, atMs: number): void {
    const before = this.#state;
    if (this.#passage === null) {
      const verdict = { size: 'none' as const, confidence: this.#ship.none };
      const changed = before.verdict.size !== 'none' || before.sinceMs === null;
      this.#state = { verdict, vesselClass: null, passage: null, sinceMs: changed ? atMs : before.sinceMs };
    } else if (latest !== null) {
      const { size, confidence, vesselClass, id } = latest;
      const changed = before.verdict.size !== size || before.passage !== id;
      const sinceMs = changed ? atMs : before.sinceMs;
      this.#state = { verdict: { size, confidence }, vesselClass, passage: id, sinceMs };
    }
  }
}
