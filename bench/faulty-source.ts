import type { CaptureEvent, CaptureSource, GapReason } from '../src/capture/source.js';
import type { Random } from '../src/simulator/random.js';

type Fault = (at: FaultySource) => Generator<CaptureEvent>;

const HOUR_MS = 3_600_000;
const GAPS: readonly GapReason[] = ['overflow', 'device-lost', 'restart', 'hang'];

/**
 * A loop of sound as fast as it is taken, one minute after the other, to which something happens in each minute:
 * what a live source tells when a device is pulled out, hangs, rests, is too slow or has its clock set, or sound that
 * is silent, clipped or has an offset. The same seed has the same faults.
 */
export class FaultySource implements CaptureSource {
  readonly name: string;
  readonly live = true;
  readonly driftPpm = null;
  /** Faults so far, by name. */
  readonly faults = new Map<string, number>();
  minutes = 0;
  nextSample = 0;
  timeMs: number;
  /** What is done to the sound of the minute. */
  change: (sample: number) => number = (sample) => sample;
  readonly random: Random;
  private readonly loop: Float32Array;
  private readonly rateHz: number;
  private readonly most: number;

  /** @param mostMinutes how long it is, sound that is missing not counted */
  constructor(name: string, loop: Float32Array, rateHz: number, mostMinutes: number, random: Random) {
    this.name = name;
    this.loop = loop;
    this.rateHz = rateHz;
    this.most = mostMinutes;
    this.random = random;
    this.timeMs = Date.now();
  }

  async *listen(signal: AbortSignal): AsyncGenerator<CaptureEvent> {
    yield this.opened();
    while (this.minutes < this.most) {
      const faults = Object.entries(FAULTS);
      const [kind, fault] = faults[this.random.integer(0, faults.length - 1)]!;
      this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1);
      this.change = (sample) => sample;
      yield* fault(this);
      for (let second = 0; second < 60; second++) {
        if (signal.aborted) return;
        yield this.second();
      }
      this.minutes++;
    }
  }

  opened(): CaptureEvent {
    return { type: 'opened', sampleRateHz: this.rateHz, channels: 1, device: 'loop' };
  }

  /** Some seconds go by without a sample. */
  gap(reason: GapReason, seconds: number): CaptureEvent {
    const missingSamples = Math.round(seconds * this.rateHz);
    const firstSample = this.nextSample;
    this.nextSample += missingSamples;
    this.timeMs += (1000 * missingSamples) / this.rateHz;
    return { type: 'gap', firstSample, missingSamples, reason };
  }

  private second(): CaptureEvent {
    const from = this.nextSample % this.loop.length;
    const samples = Float32Array.from({ length: this.rateHz }, (_, i) =>
      this.change(this.loop[(from + i) % this.loop.length]!),
    );
    const block: CaptureEvent = {
      ...{ type: 'block', firstSample: this.nextSample, timeMs: this.timeMs },
      inputs: [samples],
    };
    this.nextSample += this.rateHz;
    this.timeMs += 1000;
    return block;
  }
}

const FAULTS: Record<string, Fault> = {
  *gap(source) {
    yield source.gap(GAPS[source.random.integer(0, GAPS.length - 1)]!, source.random.logUniform(0.05, 60));
  },
  *'pulled out'(source) {
    const reason = 'no input device is called loop';
    for (let tries = 0; tries < 3; tries++) yield { type: 'unavailable', reason, retryInSeconds: 1 };
    yield source.opened();
    yield source.gap('device-lost', source.random.uniform(0, 90));
  },
  *rests(source) {
    yield { type: 'resting', untilMs: Date.now() };
    source.timeMs += 600_000;
    yield source.opened();
  },
  *'clock is set'(source) {
    source.timeMs += source.random.uniform(-HOUR_MS, HOUR_MS);
    yield source.gap('clock-step', 0);
  },
  *silence(source) {
    source.change = () => 0;
  },
  *clipping(source) {
    source.change = (sample) => Math.max(-1, Math.min(1, 40 * sample));
  },
  *offset(source) {
    source.change = (sample) => 0.5 + 0.5 * sample;
  },
  *nothing() {},
};
