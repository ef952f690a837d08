import { existsSync } from 'node:fs';
import { PassageTracker } from '../src/decision/passages.js';
import { BACKEND_NAMES, type BackendName } from '../src/embedding/backends/backend.js';
import { HullprintError } from '../src/errors.js';
import { estimateShaft } from '../src/features/shaft.js';
import type { Model } from '../src/model.js';
import { ChannelPipeline } from '../src/pipeline.js';
import { FLAT_RECORDER } from '../src/site/recorder-state.js';
import { fixedRecorder } from '../src/site/site-recorder.js';

const BLOCK = 1024;
const CHANNELS = [1, 8, 64];
/** A pass of all channels each so often; timing begins between two passes. */
const HOP_SECONDS = 2.5;
const BEGIN_SECONDS = 1.5 * HOP_SECONDS;
/** Passes that are timed, by channels; a software GPU takes half a second for each window. */
const PASSES: Record<number, number> = { 1: 40, 8: 20, 64: 4 };
const SOFTWARE_PASSES = 1;
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** The whole way on one backend, ms per second of audio and channel. */
export interface BackendCost {
  /** `none`: the same without a network. */
  backend: BackendName | 'none';
  device: string;
  channels: number;
  processorMs: number;
  wallMs: number;
}

export interface BackendBench {
  costs: BackendCost[];
  absent: { backend: BackendName; reason: string }[];
}

/**
 * Times channels at one pace from PCM to verdict, beside the same without a network, on every backend that opens.
 * Backends take turns, so that a machine that changes its pace changes it for all. `sound` lasts 110 s or more.
 */
export async function benchBackends(
  withoutNetwork: Model,
  load: (backend: BackendName) => Promise<Model>,
  sampleRateHz: number,
  sound: Float32Array,
): Promise<BackendBench> {
  if (!process.env.VK_ICD_FILENAMES && existsSync(SWIFTSHADER))
    process.env.VK_ICD_FILENAMES = process.env.VK_DRIVER_FILES = SWIFTSHADER;
  const models = new Map<BackendCost['backend'], Model>([['none', withoutNetwork]]);
  const absent: BackendBench['absent'] = [];
  for (const backend of BACKEND_NAMES) {
    try {
      models.set(backend, await load(backend));
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      absent.push({ backend, reason: error.reason });
    }
  }
  const isSoftware = ({ encoder: { backend } }: Model) => backend.name === 'webgpu' && backend.kind === 'cpu';
  for (const model of models.values())
    if (!isSoftware(model)) await time(model, 1, PASSES[1]!, sampleRateHz, sound);
  const costs: BackendCost[] = [];
  for (const channels of CHANNELS) {
    for (const [backend, model] of models) {
      const passes = isSoftware(model) ? SOFTWARE_PASSES : PASSES[channels]!;
      const cost = await time(model, channels, passes, sampleRateHz, sound);
      costs.push({ backend, device: model.encoder.backend.device, channels, ...cost });
    }
  }
  return { costs, absent };
}

async function time(
  model: Model,
  channels: number,
  passes: number,
  sampleRateHz: number,
  sound: Float32Array,
): Promise<Pick<BackendCost, 'processorMs' | 'wallMs'>> {
  const pipelines = Array.from({ length: channels }, () => pipelineOf(model));
  await Promise.all(pipelines.map((pipeline) => pipeline.open(sampleRateHz)));
  let next = 0;
  const hearUntil = async (seconds: number) => {
    for (; next + BLOCK <= seconds * sampleRateHz; next += BLOCK) {
      const samples = sound.subarray(next, next + BLOCK);
      const timeMs = (1000 * next) / sampleRateHz;
      await Promise.all(pipelines.map((pipeline) => pipeline.accept(samples, timeMs)));
    }
  };
  await hearUntil(BEGIN_SECONDS);
  const [processor, wall] = [process.cpuUsage(), performance.now()];
  await hearUntil(BEGIN_SECONDS + passes * HOP_SECONDS);
  const { user, system } = process.cpuUsage(processor);
  const heard = channels * passes * HOP_SECONDS;
  return { processorMs: (user + system) / 1000 / heard, wallMs: (performance.now() - wall) / heard };
}

function pipelineOf({ compression, encoder, judge, pool }: Model): ChannelPipeline {
  let id = 0;
  const tracker = new PassageTracker({ nextId: () => String(id++), pool, estimateShaft });
  const recorder = fixedRecorder(FLAT_RECORDER);
  return new ChannelPipeline({ calibration: null, compression, recorder, encoder, judge, tracker }, () => {});
}

/** The table, with the ratio of each backend to wasm. */
export function formatBackends({ costs, absent }: BackendBench): string {
  const lines = ['ms per second of audio and channel, PCM to verdict   processor    wall   processor ÷ wasm'];
  for (const { backend, device, channels, processorMs, wallMs } of costs) {
    const onWasm = costs.find((cost) => cost.backend === 'wasm' && cost.channels === channels);
    const title = backend === 'none' ? 'no network' : `${backend} (${device})`;
    lines.push(
      `${String(channels).padStart(2)} × ${title.slice(0, 46).padEnd(46)} ${processorMs.toFixed(2).padStart(10)} ${wallMs.toFixed(2).padStart(8)} ${onWasm ? (processorMs / onWasm.processorMs).toFixed(2).padStart(8) : ''}`,
    );
  }
  for (const { backend, reason } of absent) lines.push(`${backend}: ${reason}`);
  return lines.join('\n');
}
