import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_MODEL } from '../src/default-model.js';
import type { BackendName } from '../src/embedding/backends/backend.js';
import { loadModel, type Model } from '../src/model.js';
import { writeConvNetwork } from '../test/embedding/fixtures/conv-network.js';
import { withNetwork } from '../test/fixtures/network-model.js';
import { benchBackends, formatBackends } from './backends.js';
import { benchFeatures } from './features.js';
import { harbour } from './harbour.js';
import { benchLatency } from './latency.js';
import { benchPeers } from './peers.js';
import { soak } from './soak.js';
import { benchWholeWay } from './whole-way.js';

const { values } = parseArgs({
  options: {
    /** Native, webgpu and wasm at 1, 8 and 64 channels, in place of the stages. */
    backends: { type: 'boolean', default: false },
    model: { type: 'string', default: DEFAULT_MODEL },
    peers: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const SAMPLE_RATE_HZ = 32_000;
const WARM_UPS = 12;
const SOAK_HOURS = 1;
const BUILT = 'dist/main.js';
const seconds = Number(values.seconds);
if (values.peers && !existsSync(BUILT)) throw new Error(`${BUILT} is missing: run npm run build`);

const model = await loadModel(values.model);
const sound = harbour(SAMPLE_RATE_HZ, seconds);
if (values.backends) {
  await compareBackends();
  process.exit();
}
// What is timed is a node that has been running for most of an hour, until which Node still compiles; and the whole
// way comes first, as a node never runs the stages in the ways that are timed below.
for (let warm = 0; warm < WARM_UPS; warm++) await benchWholeWay(model, SAMPLE_RATE_HZ, sound);
const whole = await benchWholeWay(model, SAMPLE_RATE_HZ, sound);
benchFeatures(SAMPLE_RATE_HZ, seconds);
const stages = benchFeatures(SAMPLE_RATE_HZ, seconds);
const latency = await benchLatency(model);
const peers = values.peers ? await benchPeers() : [];
// Again after the peers, so that a machine that changed its pace shows.
const again = values.peers ? await benchWholeWay(model, SAMPLE_RATE_HZ, sound) : whole;
const backend = model.manifest.kind === 'statistics' ? 'auto' : 'wasm';
const daemon = values.peers ? await soak(BUILT, values.model, SOAK_HOURS, backend) : null;

if (values.json) {
  console.log(JSON.stringify({ stages, whole, again, latency, peers, daemon }, null, 2));
} else {
  console.log(
    `Node ${process.versions.node}, ${process.arch}; PCM at ${SAMPLE_RATE_HZ / 1000} kHz, one core`,
  );
  console.log('\nms of processor time per second of audio   median   best');
  for (const { stage, msPerSecond, bestMsPerSecond } of [...stages, whole]) {
    console.log(
      `${stage.padEnd(42)} ${msPerSecond.toFixed(3).padStart(6)} ${bestMsPerSecond.toFixed(3).padStart(6)}`,
    );
  }
  console.log(`\nchannels per core, in real time: ${Math.floor(1000 / whole.msPerSecond)}`);
  console.log(`resident memory: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`);
  const { medianMs, p95Ms, events, waitedMs } = latency;
  console.log(
    `end of a window to the message at a subscriber: median ${medianMs.toFixed(1)} ms, 95 % within ${p95Ms.toFixed(1)} ms (${events} events; ${waitedMs.toFixed(0)} ms of it wait for the block)`,
  );
  for (const { peer, msPerSecond } of peers) {
    console.log(
      `${peer.padEnd(42)} ${msPerSecond.toFixed(3).padStart(6)}   ${(msPerSecond / whole.msPerSecond).toFixed(2)} × hullprint`,
    );
  }
  if (daemon) {
    console.log(`hullprint again, after the peers            ${again.msPerSecond.toFixed(3).padStart(6)}`);
    console.log(
      `${`the daemon with all that it keeps, ${backend}`.padEnd(42)} ${daemon.processorMs.toFixed(3).padStart(6)}`,
    );
  }
}

async function compareBackends(): Promise<void> {
  const bench = await benchBackends(
    await loadModel('band-statistics'),
    await networkOf(model),
    SAMPLE_RATE_HZ,
    sound,
  );
  if (!values.json) console.log(formatBackends(bench));
  const peers = values.peers ? await benchPeers() : [];
  if (values.json) console.log(JSON.stringify({ ...bench, peers }, null, 2));
  else
    for (const { peer, msPerSecond } of peers)
      console.log(`${peer.padEnd(51)} ${msPerSecond.toFixed(2).padStart(10)}`);
}

/** Loads the model on a backend; one without a network gets one of random weights beside it. */
async function networkOf({ manifest }: Model): Promise<(backend: BackendName) => Promise<Model>> {
  if (manifest.kind !== 'statistics')
    return (backend) => loadModel(values.model, backend, { acceptSoftwareGpu: true });
  const folder = await writeConvNetwork(
    join(mkdtempSync(join(tmpdir(), 'hullprint-bench-')), 'conv-network'),
  );
  return (backend) => withNetwork(folder, { backend, acceptSoftwareGpu: true });
}
