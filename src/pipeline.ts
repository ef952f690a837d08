import { HydrophoneWatch } from './decision/hydrophone-health.js';
import type { PassageEnd, PassageEvent, PassageState, UtcSpan } from './decision/passage.js';
import type { PassageOptions, PassageTracker } from './decision/passages.js';
import type { Encoder } from './embedding/encoder.js';
import { calibrationOffsetDb } from './features/calibration.js';
import { FeatureExtractor } from './features/extractor.js';
import type { Calibration, DemonFrame, Features, FeatureWindow, LevelFrame } from './features/frames.js';
import { flattenWindow } from './features/recorder-response.js';
import type { Assessment, Judge } from './prototypes/assessment.js';
import { SegmentClock } from './segment-clock.js';
import type { RecorderState } from './site/recorder-state.js';
import type { SiteRecorder } from './site/site-recorder.js';

/** Seconds of sound in one `levels` message. */
const LEVELS_SECONDS = 10;
/** A second below this (dB re full scale) is digital silence: a 24-bit converter that toggles its last bit gives −141. */
const SILENCE_DB = -150;

export interface PipelineStages {
  calibration: Calibration | null;
  compression: 'log' | 'pcen';
  /** Whose response is taken off the windows. */
  recorder: SiteRecorder;
  encoder: Encoder;
  judge: Judge;
  tracker: PassageTracker;
}

/** What a model brings to a pipeline. */
export type ModelStages = Pick<PipelineStages, 'compression' | 'recorder' | 'encoder' | 'judge'> &
  Pick<PassageOptions, 'pool'>;

/** What a channel gives, in the order of the sound. */
export type ChannelOutput =
  | { type: 'passage'; passage: PassageEvent; recorder: RecorderState }
  | { type: 'recorder'; recorder: RecorderState }
  | { type: 'assessment'; span: UtcSpan; assessment: Assessment; state: PassageState }
  | { type: 'second'; span: UtcSpan; frame: LevelFrame }
  | { type: 'levels'; span: UtcSpan; frames: LevelFrame[] }
  | { type: 'demon'; span: UtcSpan; frame: DemonFrame };

/**
 * One channel from block to event: capture → features → embedding → prototypes → decision → (publish).
 * The sound between two gaps is a segment; nothing is computed across a gap. Calls must not overlap.
 */
export class ChannelPipeline {
  #stages: PipelineStages;
  #next: Partial<ModelStages> | null = null;
  readonly #emit: (output: ChannelOutput) => void;
  #sampleRateHz = 0;
  #segment: { extractor: FeatureExtractor; clock: SegmentClock } | null = null;
  /** When the latest second of digital silence ended, in seconds of the segment. */
  #silentUntilSeconds = 0;
  #secondsWithoutInference = 0;
  #watch: HydrophoneWatch | null = null;
  #levels: LevelFrame[] = [];
  readonly #silenceDb: number;

  constructor(stages: PipelineStages, emit: (output: ChannelOutput) => void) {
    this.#stages = stages;
    this.#silenceDb = SILENCE_DB + calibrationOffsetDb(stages.calibration);
    this.#emit = emit;
  }

  /** The device opened, perhaps at another rate than before. */
  async open(sampleRateHz: number): Promise<void> {
    await this.#endSegment();
    this.#sampleRateHz = sampleRateHz;
    this.#watch = new HydrophoneWatch(sampleRateHz);
  }

  /**
   * Takes another model, or parts of one, from the next samples on. No sound is lost and a passage stays open; where
   * the model takes other patches, windows begin anew.
   */
  exchange(next: Partial<ModelStages>): void {
    this.#next = { ...this.#next, ...next };
  }

  /** Takes the next samples, full scale ±1; `timeMs` is the UTC time of the first. */
  async accept(samples: Float32Array, timeMs: number): Promise<void> {
    if (this.#next) await this.#take(this.#next);
    this.#segment ??= {
      extractor: new FeatureExtractor({ ...this.#stages, sampleRateHz: this.#sampleRateHz }),
      clock: new SegmentClock(this.#sampleRateHz, timeMs),
    };
    const { extractor, clock } = this.#segment;
    clock.advance(samples.length, timeMs);
    this.#secondsWithoutInference += samples.length / this.#sampleRateHz;
    this.#watch?.push(samples);
    const features: Features[] = [];
    extractor.push(samples, (feature) => features.push(feature));
    await this.#judge(features, clock);
  }

  /** Samples are missing: ends the segment. A passage stays open over a short gap. */
  async gap(): Promise<void> {
    await this.#endSegment();
  }

  /** Ends the segment and the open passage. */
  async end(reason: PassageEnd): Promise<void> {
    await this.#endSegment();
    this.#tell(this.#stages.tracker.close(reason));
  }

  get verdict(): PassageState {
    return this.#stages.tracker.state;
  }

  /** Seconds of unbroken sound since the last forward pass: a few, unless something is stuck. */
  get secondsWithoutInference(): number {
    return this.#secondsWithoutInference;
  }

  /** What is held of the recorder, and how much has been gathered to learn from. */
  get recorder() {
    const { state, gathered } = this.#stages.recorder;
    return { state, gathered };
  }

  /** How the hydrophone does; null before its device opened. */
  health() {
    return this.#watch?.snapshot() ?? null;
  }

  async #take({ pool, ...stages }: Partial<ModelStages>): Promise<void> {
    this.#next = null;
    const next = { ...this.#stages, ...stages };
    if (next.compression !== this.#stages.compression) await this.#endSegment();
    if (pool) next.tracker.judgeWith(pool);
    this.#stages = next;
  }

  async #endSegment(): Promise<void> {
    if (!this.#segment) return;
    const { extractor, clock } = this.#segment;
    this.#segment = null;
    const features: Features[] = [];
    extractor.end((feature) => features.push(feature));
    await this.#judge(features, clock);
    this.#flushLevels(clock);
    this.#silentUntilSeconds = 0;
    this.#secondsWithoutInference = 0;
  }

  /** features → embedding → prototypes → decision, in the extractor's order: the same however the sound was chopped. */
  async #judge(features: Features[], clock: SegmentClock): Promise<void> {
    const { judge, tracker, recorder } = this.#stages;
    const windows = features.flatMap((feature) => (feature.type === 'window' ? [feature.window] : []));
    let embeddingOf = await this.#embed(windows);
    if (windows.length) this.#secondsWithoutInference = 0;
    for (const feature of features) {
      switch (feature.type) {
        case 'level':
          if (feature.level.splDb < this.#silenceDb) this.#silentUntilSeconds = feature.level.endSeconds;
          tracker.addLevel(clock.span(feature.level), feature.level);
          this.#emit({ type: 'second', span: clock.span(feature.level), frame: feature.level });
          this.#levels.push(feature.level);
          if (this.#levels.length === LEVELS_SECONDS) this.#flushLevels(clock);
          break;
        case 'demon':
          tracker.addDemon(clock.span(feature.demon), feature.demon);
          this.#emit({ type: 'demon', span: clock.span(feature.demon), frame: feature.demon });
          break;
        case 'window': {
          const span = clock.span(feature.window);
          // No model has learnt what nothing at all looks like: to this one it is a big ship.
          if (feature.window.startSeconds < this.#silentUntilSeconds) {
            this.#tell(tracker.addSilence(span));
            break;
          }
          const embedding = embeddingOf.get(feature.window)!;
          const assessment = judge.assess(embedding);
          this.#tell(tracker.addWindow(span, assessment, embedding));
          this.#emit({ type: 'assessment', span, assessment, state: tracker.state });
          const heard = { span, window: feature.window, ship: 1 - assessment.probability.none };
          if (recorder.hear({ ...heard, quiet: tracker.quiet })) {
            this.#emit({ type: 'recorder', recorder: recorder.state });
            embeddingOf = await this.#embed(windows.slice(windows.indexOf(feature.window) + 1));
          }
        }
      }
    }
  }

  /** Embeds windows as a flat recorder would have given them. */
  async #embed(windows: FeatureWindow[]): Promise<Map<FeatureWindow, Float32Array>> {
    const { encoder, recorder, compression } = this.#stages;
    const flat = windows.map((window) => flattenWindow(window, recorder.state, compression));
    const embeddings = flat.length ? await encoder.embed(flat) : [];
    return new Map(windows.map((window, i) => [window, embeddings[i]!]));
  }

  #flushLevels(clock: SegmentClock): void {
    if (!this.#levels.length) return;
    const span = clock.span({
      startSeconds: this.#levels[0]!.startSeconds,
      endSeconds: this.#levels.at(-1)!.endSeconds,
    });
    this.#emit({ type: 'levels', span, frames: this.#levels });
    this.#levels = [];
  }

  #tell(passages: PassageEvent[]): void {
    const { recorder } = this.#stages;
    for (const passage of passages) {
      this.#emit({ type: 'passage', passage, recorder: recorder.state });
      if (passage.phase === 'end') recorder.passageEnded(passage);
    }
  }
}
