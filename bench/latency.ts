import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { monotonicFactory } from 'ulid';
import { PassageTracker } from '../src/decision/passages.js';
import { estimateShaft } from '../src/features/shaft.js';
import type { Model } from '../src/model.js';
import { ChannelPipeline } from '../src/pipeline.js';
import { eventBody } from '../src/publish/bodies.js';
import { EmbeddedBroker } from '../src/publish/embedded-broker.js';
import { Publisher } from '../src/publish/publisher.js';
import { FLAT_RECORDER } from '../src/site/recorder-state.js';
import { fixedRecorder } from '../src/site/site-recorder.js';
import { openStore } from '../src/store/store.js';
import { harbour } from './harbour.js';

const SAMPLE_RATE_HZ = 32_000;
/** What a sound card hands over at once: 20 ms. */
const BLOCK = 640;
const SECONDS = 600;

export interface Latency {
  events: number;
  medianMs: number;
  p95Ms: number;
  /** Median of the part that waits for more sound: the block and the filters. */
  waitedMs: number;
}

/** Measures from the end of a window in the sound to its event at a subscriber: outbox on disk, broker and all. */
export async function benchLatency(model: Model): Promise<Latency> {
  const folder = mkdtempSync(join(tmpdir(), 'hullprint-bench-'));
  const store = openStore(folder);
  const embedded = new EmbeddedBroker(0);
  const broker = await embedded.start();
  const publisher = new Publisher({ node: 'bench', store, broker });
  publisher.start();
  const subscriber = await connectAsync(broker.url);
  await subscriber.subscribeAsync('hydro/bench/+/event', { qos: 1 });

  const waits: number[] = [];
  const totals: number[] = [];
  let blockEndMs = 0;
  let published: { waitedMs: number }[] = [];
  const tracker = new PassageTracker({ nextId: monotonicFactory(), pool: model.pool, estimateShaft });
  const stages = { calibration: null, ...model, recorder: fixedRecorder(FLAT_RECORDER), tracker };
  const provenance = {
    calibration: null,
    model: model.identity,
    classes: model.classes,
    recorder: FLAT_RECORDER,
    clockSynchronised: true,
    clip: null,
    ais: null,
  };
  const pipeline = new ChannelPipeline(stages, (output) => {
    if (output.type !== 'passage') return;
    const { passage } = output;
    publisher.event('north', eventBody(passage, provenance), passage.heardUntilMs);
    published.push({ waitedMs: blockEndMs - passage.heardUntilMs });
  });
  await pipeline.open(SAMPLE_RATE_HZ);
  const samples = harbour(SAMPLE_RATE_HZ, SECONDS);
  for (let first = 0; first + BLOCK <= samples.length; first += BLOCK) {
    published = [];
    blockEndMs = (1000 * (first + BLOCK)) / SAMPLE_RATE_HZ;
    const beganMs = performance.now();
    await pipeline.accept(samples.subarray(first, first + BLOCK), (1000 * first) / SAMPLE_RATE_HZ);
    for (const { waitedMs } of published) {
      await new Promise((resolve) => subscriber.once('message', resolve));
      waits.push(waitedMs);
      totals.push(waitedMs + performance.now() - beganMs);
    }
  }
  await subscriber.endAsync(true);
  await publisher.stop();
  await embedded.stop();
  store.close();
  rmSync(folder, { recursive: true });
  return {
    events: totals.length,
    medianMs: quantile(totals, 0.5),
    p95Ms: quantile(totals, 0.95),
    waitedMs: quantile(waits, 0.5),
  };
}

function quantile(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
}
