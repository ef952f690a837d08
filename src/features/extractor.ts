import { DcRemoval } from '../signal/dc.js';
import { dot } from '../signal/dot.js';
import { Resampler } from '../signal/resampler.js';
import { SampleHistory } from '../signal/sample-history.js';
import {
  analysisRateHz,
  gridSamples,
  shortestWindowSamples,
  windowHopSamples,
  windowSamples,
} from './analysis.js';
import { LongSpectra, ShortSpectra } from './band-spectra.js';
import { DemonSegments, demonSegmentSeconds } from './demon.js';
import { Envelope } from './envelope.js';
import { type Compression, Filterbank } from './filterbank.js';
import type { Calibration, Features, FeatureWindow } from './frames.js';
import { LevelMeter } from './levels.js';
import { WindowStatistics } from './window-statistics.js';

export interface ExtractorOptions {
  sampleRateHz: number;
  calibration: Calibration | null;
  compression: Compression;
}

type Emit = (features: Features) => void;

const piecesPerSecond = 50;
const keptWindowSamples = windowSamples + 2 * gridSamples;
const keptDemonSamples = demonSegmentSeconds * analysisRateHz + 2 * gridSamples;
const shortestRecordingSeconds = 0.1;

/**
 * Turns one stretch of samples without a gap into windows, levels and DEMON frames. After a gap make a new one.
 * Samples are gathered to pieces of 1/50 s before anything looks at them, so that the blocks in which they come
 * cannot matter: what is given, and its order, is bit-identical for any chopping.
 *
 * Windows are 5 s each 2.5 s. At the end of a recording one more 5-s window lies at its end (on the half-second
 * grid) if half a second or more would go unheard; a recording under 5 s gives one window over all of it, and one
 * under 1.5 s is repeated up to that (under 0.1 s it gives none).
 */
export class FeatureExtractor {
  /** Samples that were not finite numbers; they count as zero. */
  nonFiniteSamples = 0;
  readonly #bandwidthHz: number;
  readonly #piece: Float32Array;
  readonly #dc: DcRemoval;
  readonly #levels: LevelMeter;
  readonly #resampler: Resampler;
  readonly #history = new SampleHistory(analysisRateHz);
  readonly #long = new LongSpectra(keptWindowSamples);
  readonly #short = new ShortSpectra(keptWindowSamples);
  readonly #envelope = new Envelope(keptDemonSamples);
  readonly #filterbank: Filterbank;
  readonly #demon: DemonSegments;
  readonly #statistics: WindowStatistics;
  #held = 0;
  #nextWindow = 0;

  constructor({ sampleRateHz, calibration, compression }: ExtractorOptions) {
    const pieceLength = Math.ceil(sampleRateHz / piecesPerSecond);
    this.#bandwidthHz = Math.min(sampleRateHz, analysisRateHz) / 2;
    this.#piece = new Float32Array(pieceLength);
    this.#dc = new DcRemoval(sampleRateHz, pieceLength);
    this.#levels = new LevelMeter(sampleRateHz, calibration);
    this.#resampler = new Resampler(sampleRateHz, analysisRateHz, pieceLength);
    this.#filterbank = new Filterbank(compression, keptWindowSamples);
    this.#demon = new DemonSegments(this.#envelope, this.#bandwidthHz);
    const analyses = { long: this.#long, short: this.#short, envelope: this.#envelope };
    this.#statistics = new WindowStatistics(analyses, this.#bandwidthHz, windowSamples);
  }

  /** The constant part of the signal at this moment, full scale ±1. */
  get dcOffset(): number {
    return this.#dc.offset;
  }

  /** Takes samples, full scale ±1, and gives the features that they complete. */
  push(samples: Float32Array, emit: Emit): void {
    for (let taken = 0; taken < samples.length; ) {
      const fitting = Math.min(samples.length - taken, this.#piece.length - this.#held);
      this.#piece.set(samples.subarray(taken, taken + fitting), this.#held);
      this.#held += fitting;
      taken += fitting;
      if (this.#held === this.#piece.length) this.#hear(this.#piece, emit);
    }
  }

  /** Gives what the last samples complete. The extractor takes no more after it. */
  end(emit: Emit): void {
    if (this.#held > 0) this.#hear(this.#piece.subarray(0, this.#held), emit);
    this.#dc.end((samples) => this.#measure(samples, emit));
    this.#levels.end((level) => emit({ type: 'level', level }));
    this.#resampler.end((resampled) => this.#analyse(resampled, emit));
    this.#demon.end(this.#history, (demon) => emit({ type: 'demon', demon }));
    this.#lastWindow(emit);
  }

  #hear(piece: Float32Array, emit: Emit): void {
    this.#held = 0;
    // A sum of squares is finite when every sample is, and costs less than to ask each.
    if (!Number.isFinite(dot(piece, 0, piece, 0, piece.length))) this.#silenceNonFinite(piece);
    this.#dc.push(piece, (samples) => this.#measure(samples, emit));
  }

  #silenceNonFinite(piece: Float32Array): void {
    for (let i = 0; i < piece.length; i++) {
      if (Number.isFinite(piece[i])) continue;
      this.nonFiniteSamples++;
      piece[i] = 0;
    }
  }

  #measure(samples: Float32Array, emit: Emit): void {
    this.#levels.push(samples, (level) => emit({ type: 'level', level }));
    this.#resampler.push(samples, (resampled) => this.#analyse(resampled, emit));
  }

  #analyse(resampled: Float32Array, emit: Emit): void {
    this.#advance(resampled);
    this.#demon.advance(this.#history, (demon) => emit({ type: 'demon', demon }));
    while (this.#nextWindow + windowSamples <= this.#history.end) {
      emit({ type: 'window', window: this.#window(this.#nextWindow, windowSamples) });
      this.#nextWindow += windowHopSamples;
    }
  }

  #advance(resampled: Float32Array): void {
    this.#history.append(resampled);
    this.#long.advance(this.#history);
    this.#short.advance(this.#history);
    this.#envelope.advance(this.#history);
    this.#filterbank.advance(this.#history);
  }

  #window(start: number, samples: number): FeatureWindow {
    return {
      startSeconds: start / analysisRateHz,
      endSeconds: (start + samples) / analysisRateHz,
      patch: this.#filterbank.patch(start, samples),
      statistics: this.#statistics.measure(start, samples),
      bandwidthHz: this.#bandwidthHz,
    };
  }

  #lastWindow(emit: Emit): void {
    const total = this.#history.end;
    if (this.#nextWindow > 0) {
      const start = Math.floor((total - windowSamples) / gridSamples) * gridSamples;
      const previous = this.#nextWindow - windowHopSamples;
      if (start > previous) emit({ type: 'window', window: this.#window(start, windowSamples) });
      return;
    }
    if (total < shortestRecordingSeconds * analysisRateHz) return;
    this.#repeatUpTo(shortestWindowSamples);
    const window = this.#window(0, this.#history.end);
    emit({ type: 'window', window: { ...window, endSeconds: total / analysisRateHz } });
  }

  /** Repeats the whole recording until there are `samples`. */
  #repeatUpTo(samples: number): void {
    const first = this.#history.offsetOf(0);
    if (this.#history.end >= samples) return;
    const recording = this.#history.samples.slice(first, first + this.#history.end);
    while (this.#history.end < samples) {
      this.#advance(recording.subarray(0, samples - this.#history.end));
    }
  }
}
