import { monotonicMs } from './capture/live-input.js';
import type { CaptureEvent, GapReason } from './capture/source.js';
import type { PassageEnd, PassageState } from './decision/passage.js';
import { type Effort, EffortMeter } from './effort.js';
import { decidecadeBands } from './features/decidecades.js';
import { inputOf } from './input-of.js';
import type { ChannelOutput, ChannelPipeline, ModelStages } from './pipeline.js';
import type { ChannelState } from './publish/messages.js';

/** How long a hole in the sound a passage may span, seconds. */
const PASSAGE_SPANS_SECONDS = 30;

/** The wall clock and the time that has passed differ by more than this: the clock was set. */
const CLOCK_SET_MS = 30_000;

/** What a channel tells besides the sound's own output. */
export interface ChannelReport {
  /** The sound itself, before anything is made of it; `timeMs` is the UTC time of the first sample. */
  sound?(samples: Float32Array, sampleRateHz: number, timeMs: number): void;
  output(output: ChannelOutput): void;
  effort(effort: Effort): void;
  state(state: ChannelState, reason: string | null): void;
}

/** One hydrophone: leads what its source tells into the pipeline and keeps the account of what was heard. */
export class Channel {
  readonly name: string;
  /** Which input of the source, from 1. */
  readonly input: number;
  readonly #pipeline: ChannelPipeline;
  readonly #report: ChannelReport;
  readonly #effort: EffortMeter;
  #sampleRateHz = 0;
  #decidecadeHz: readonly number[] = [];
  #state: ChannelState = 'starting';
  #reason: string | null = null;
  #lastSampleMs: number | null = null;
  /** When the next sample is due, by the sample count. */
  #dueMs: number | null = null;
  /** Up to here effort is counted, as heard or as lost. */
  #accountedMs: number | null = null;
  /** When that was done, by the monotonic clock. */
  #accountedAtMs = 0;
  #gaps = 0;
  #overflows = 0;
  #missingSeconds = 0;
  #steps = 0;
  #heard = false;
  /** Since the last sample it has rested. */
  #rested = false;

  /** @param build makes the pipeline, which emits into the given function */
  constructor(
    name: string,
    input: number,
    build: (emit: (output: ChannelOutput) => void) => ChannelPipeline,
    report: ChannelReport,
  ) {
    this.name = name;
    this.input = input;
    this.#report = report;
    this.#pipeline = build((output) => report.output(output));
    this.#effort = new EffortMeter((effort) => report.effort(effort));
  }

  /** Throws HullprintError when the source has no such input. */
  async handle(event: CaptureEvent): Promise<void> {
    switch (event.type) {
      case 'opened':
        this.#sampleRateHz = event.sampleRateHz;
        await this.#pipeline.open(event.sampleRateHz);
        this.#decidecadeHz = decidecadeBands(event.sampleRateHz).centreHz;
        this.#become('listening', null);
        break;
      case 'block': {
        const samples = inputOf(event.inputs, this.input, this.name);
        this.#report.sound?.(samples, this.#sampleRateHz, event.timeMs);
        await this.#pipeline.accept(samples, event.timeMs);
        // The device takes a moment to open.
        if (this.#rested) this.#missSince(event.timeMs, 'duty-cycle');
        this.#rested = false;
        const seconds = samples.length / this.#sampleRateHz;
        this.#effort.heard(event.timeMs, seconds);
        this.#lastSampleMs = event.timeMs + seconds * 1000;
        this.#dueMs = this.#lastSampleMs;
        this.#account(this.#lastSampleMs);
        this.#heard = true;
        this.#steps++;
        break;
      }
      case 'gap': {
        const seconds = event.missingSamples / this.#sampleRateHz;
        this.#gaps++;
        if (event.reason === 'overflow') this.#overflows++;
        if (event.reason === 'clock-step') await this.#endByClock();
        else await this.#silence(seconds);
        if (this.#dueMs !== null) {
          this.#dueMs += seconds * 1000;
          this.#missUntil(this.#dueMs, event.reason);
        }
        break;
      }
      case 'unavailable': {
        // The hole has no samples to count, so here, and only here, the wall clock tells how long it is.
        const nowMs = Date.now();
        await this.#silence((nowMs - (this.#lastSampleMs ?? nowMs)) / 1000);
        this.#missSince(nowMs, 'device-lost');
        this.#become('unavailable', event.reason);
        this.#steps++;
        break;
      }
      case 'resting':
        if (!this.#rested) await this.#pipeline.end('duty-cycle');
        this.#rested = true;
        this.#missSince(Date.now(), 'duty-cycle');
        this.#become('resting', `until ${new Date(event.untilMs).toISOString()}`);
        this.#steps++;
    }
  }

  /** A passage stays open over a short hole. */
  async #silence(seconds: number): Promise<void> {
    if (seconds > PASSAGE_SPANS_SECONDS) await this.#pipeline.end('device-lost');
    else await this.#pipeline.gap();
  }

  /** Counts effort that was not made, from what is accounted for to the given time. */
  #missUntil(toMs: number, reason: GapReason): void {
    const fromMs = this.#accountedMs ?? toMs;
    if (toMs < fromMs) return;
    const seconds = (toMs - fromMs) / 1000;
    this.#effort.missed(fromMs, seconds, reason);
    if (reason !== 'duty-cycle') this.#missingSeconds += seconds;
    this.#account(toMs);
  }

  /** The same for a hole that the wall clock measures, which may be set meanwhile: it is no longer than it lasted. */
  #missSince(nowMs: number, reason: GapReason): void {
    if (this.#accountedMs !== null) {
      const lastedFromMs = nowMs - (monotonicMs() - this.#accountedAtMs);
      if (Math.abs(lastedFromMs - this.#accountedMs) > CLOCK_SET_MS) this.#accountedMs = lastedFromMs;
    }
    this.#missUntil(nowMs, reason);
  }

  #account(untilMs: number): void {
    this.#accountedMs = untilMs;
    this.#accountedAtMs = monotonicMs();
  }

  /** Nothing spans a clock that was set: its times would be of two clocks. */
  async #endByClock(): Promise<void> {
    await this.#pipeline.end('clock-step');
    this.#effort.end();
  }

  /** Ends what is open: the segment, the passage, the minute of effort. */
  async end(reason: PassageEnd, because: string | null = null): Promise<void> {
    await this.#pipeline.end(reason);
    if (this.#state === 'unavailable') this.#missSince(Date.now(), 'device-lost');
    if (this.#state === 'resting') this.#missSince(Date.now(), 'duty-cycle');
    this.#effort.end();
    this.#become('stopped', because);
  }

  /** Takes another model, or parts of one, from the next block on. */
  exchange(stages: Partial<ModelStages>): void {
    this.#pipeline.exchange(stages);
  }

  get state(): ChannelState {
    return this.#state;
  }

  /** Centres of the decidecades in its levels; none before the device opened. */
  get decidecadeHz(): readonly number[] {
    return this.#decidecadeHz;
  }

  get verdict(): PassageState {
    return this.#pipeline.verdict;
  }

  /** What shows whether it gets on. */
  progress() {
    return {
      channel: this.name,
      state: this.#state,
      reason: this.#reason,
      /** Blocks that went all the way, and tries to open a missing device: grows as long as nothing hangs. */
      steps: this.#steps,
      /** Whether any sound has come. */
      heard: this.#heard,
      /** Seconds of unbroken sound since the last forward pass. */
      secondsWithoutInference: this.#pipeline.secondsWithoutInference,
    };
  }

  /** The account since start. */
  account() {
    const health = this.#pipeline.health();
    return {
      state: this.#state,
      reason: this.#reason,
      lastSampleMs: this.#lastSampleMs,
      gaps: this.#gaps,
      overflows: this.#overflows,
      missingSeconds: this.#missingSeconds,
      recorder: this.#pipeline.recorder,
      health,
    };
  }

  #become(state: ChannelState, reason: string | null): void {
    if (state === this.#state && reason === this.#reason) return;
    this.#state = state;
    this.#reason = reason;
    this.#report.state(state, reason);
  }
}
