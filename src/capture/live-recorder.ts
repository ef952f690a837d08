import type { EventQueue } from './event-queue.js';
import type { LiveLayout, LiveListener, LivePacket } from './live-input.js';
import { monotonicMs } from './live-input.js';
import { deinterleave, firstNoSample, isSample } from './pcm.js';
import { type ClockTolerance, SampleClock } from './sample-clock.js';
import type { GapReason } from './source.js';
import type { SourceLog } from './source-log.js';

/** Turns the packets of one live input, over all its openings, into blocks and gaps on one sample clock. */
export class LiveRecorder implements LiveListener {
  /** What the first opening found. */
  layout: LiveLayout | undefined;
  clock: SampleClock | undefined;
  /** Packets so far: work that shows that the input is alive. */
  packets = 0;
  private closedBecause: GapReason | undefined;
  private warned = new Set<string>();

  constructor(
    private readonly queue: EventQueue,
    private readonly tolerance: ClockTolerance,
    private readonly log: SourceLog,
  ) {}

  opened(layout: LiveLayout, device: string): void {
    this.layout ??= layout;
    this.clock ??= new SampleClock(layout.sampleRateHz, this.tolerance);
    this.queue.push({ type: 'opened', ...this.layout, device });
  }

  packet({ pcm, arrivalMs, lostBefore }: LivePacket): void {
    this.packets++;
    const clock = this.clock!;
    const { channels } = this.layout!;
    const frames = pcm.length / (4 * channels);
    const wallMs = Date.now() - (monotonicMs() - arrivalMs);
    const arrival = clock.arrive(frames, arrivalMs, wallMs, lostBefore);
    const end = arrival.firstSample ?? clock.nextSample;
    if (arrival.missingSamples > 0)
      this.gap(
        end - arrival.missingSamples,
        arrival.missingSamples,
        (arrival.atOpening ? this.closedBecause : undefined) ?? 'overflow',
      );
    if (arrival.wallStepped) this.gap(end, 0, 'clock-step');
    if (arrival.afterDiscard) this.gap(end, 0, 'overflow');
    if (arrival.firstSample === undefined) {
      this.warnOnce('it gives samples faster than its rate; the surplus is thrown away');
      return;
    }
    const inputs = deinterleave(pcm, 'f32le', channels);
    if (firstNoSample(inputs) >= 0) this.silenceNoSamples(inputs);
    this.queue.push({ type: 'block', firstSample: arrival.firstSample, timeMs: arrival.timeMs, inputs });
  }

  /** The input is closed; time goes on without samples. To be called again while that lasts. */
  closed(reason: GapReason): void {
    this.closedBecause = reason;
    const missing = this.clock?.pass(monotonicMs()) ?? 0;
    if (missing > 0) this.gap(this.clock!.nextSample - missing, missing, reason);
  }

  private gap(firstSample: number, missingSamples: number, reason: GapReason): void {
    this.queue.push({ type: 'gap', firstSample, missingSamples, reason });
  }

  /** A live input goes on where a recording would be refused. */
  private silenceNoSamples(inputs: Float32Array[]): void {
    this.warnOnce('it gives samples that are not numbers, or far beyond full scale; they are taken as 0');
    for (const samples of inputs)
      for (let i = 0; i < samples.length; i++) if (!isSample(samples[i]!)) samples[i] = 0;
  }

  private warnOnce(message: string): void {
    if (this.warned.has(message)) return;
    this.warned.add(message);
    this.log('warn', message);
  }
}
