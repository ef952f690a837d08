import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { connect } from 'mqtt';
import { loadSecrets } from '../src/config/secrets.js';
import { type ChannelConfig, type Config, parseConfig } from '../src/config.js';
import type { SharedSource } from '../src/daemon/shared-sources.js';
import { Daemon } from '../src/daemon.js';
import { createLog } from '../src/log.js';
import { EmbeddedBroker } from '../src/publish/embedded-broker.js';
import { Random } from '../src/simulator/random.js';
import { openStore } from '../src/store/store.js';
import { FaultySource } from './faulty-source.js';
import { harbour } from './harbour.js';

const RATE_HZ = 8000;
const LOOP_SECONDS = 600;
const LOOKS = 32;

export interface SoakOptions {
  channels: number;
  /** Sound that each channel hears. */
  hours: number;
  /** Names or paths of models; which one judges changes again and again. */
  models: readonly string[];
  seed: number;
  /** What is done to the whole node comes once in so many minutes of sound of each channel. */
  nodeFaultEachMinutes?: number;
}

/** What a process holds. */
interface Holding {
  residentMib: number;
  heapMib: number;
  descriptors: number;
  tensors: number;
  /** Timers, sockets, child processes and whatever else keeps the loop alive. */
  resources: number;
  temporaryFiles: number;
}

export interface FaultySoak {
  /** At equal steps of the sound. */
  looks: Holding[];
  /** What the process held before the daemon was built, and after it was stopped. */
  before: Holding;
  after: Holding;
  /** How often each thing happened. */
  faults: Record<string, number>;
  passages: number;
  minutesHeard: number;
  tookSeconds: number;
}

/**
 * A whole daemon in this process, whose channels hear a loop of sound as fast as they take it while something fails
 * in each minute of each channel, and now and then something happens to the node: its broker is away, a configuration
 * with a channel less and another model is read, a page comes and goes.
 */
export async function soakWithFaults({
  channels,
  hours,
  models,
  seed,
  nodeFaultEachMinutes = 10,
}: SoakOptions): Promise<FaultySoak> {
  const folder = mkdtempSync(join(tmpdir(), 'hullprint-soak-'));
  const temporary = mkdtempSync(join(tmpdir(), 'hullprint-soak-tmp-'));
  const usualTemporary = process.env.TMPDIR;
  process.env.TMPDIR = temporary;
  const random = new Random(seed);
  const loop = harbour(RATE_HZ, LOOP_SECONDS);
  const sources = new Map<string, FaultySource>();
  const names = Array.from({ length: channels }, (_, i) => `h${i + 1}`);
  for (const name of names)
    sources.set(name, new FaultySource(name, loop, RATE_HZ, 60 * hours, random.stream(name)));
  const open = (wanted: readonly ChannelConfig[]): SharedSource[] =>
    wanted.map((config) => ({
      ...{ key: config.name, inputs: 1, source: sources.get(config.name)!, channels: [config] },
    }));
  const brokerPort = 20_000 + (process.pid % 10_000);
  const configOf = (model: string, heard: readonly string[]): Config =>
    parseConfig(
      JSON.stringify({
        ...{ node: 'soak', stateFolder: folder, model, log: { level: 'error' } },
        mqtt: { url: `mqtt://127.0.0.1:${brokerPort}`, version: '3.1.1' },
        http: { port: brokerPort + 10_000 },
        clips: { maxMegabytes: 256, freeDiskMegabytes: 512 },
        channels: heard.map((name) => ({ name, source: `portaudio:${name}` })),
      }),
      'the soak',
    );
  let broker = new EmbeddedBroker(brokerPort);
  await broker.start();
  const hold = (): Holding => holding(temporary);
  const config = configOf(models[0]!, names);
  const before = hold();
  const daemon = new Daemon(config, loadSecrets(config), createLog('silent'), '0.0.0', null, open);
  const url = `ws://127.0.0.1:${brokerPort + 10_000}/mqtt`;
  const beganMs = performance.now();
  await daemon.start();

  let reloads = 0;
  const nodeFaults: Record<string, () => Promise<void>> = {
    'broker away': async () => {
      await broker.stop();
      await sleep(1500);
      broker = new EmbeddedBroker(brokerPort);
      await broker.start();
    },
    'another model, a channel less': async () => {
      const model = models[++reloads % models.length]!;
      const without = names[random.integer(0, names.length - 1)];
      const some = channels > 1 ? names.filter((name) => name !== without) : names;
      await daemon.reload(() => configOf(model, some));
      await sleep(200);
      await daemon.reload(() => configOf(model, names));
    },
    'page comes and goes': async () => {
      const page = connect(url, { reconnectPeriod: 0 });
      page.on('error', () => {});
      await sleep(100);
      page.subscribe('#');
      await sleep(500);
      page.stream.destroy();
      page.end(true);
    },
  };
  const faults: Record<string, number> = {};
  const looks: Holding[] = [];
  const mean = () => [...sources.values()].reduce((sum, { minutes }) => sum + minutes, 0) / channels;
  let over = false;
  const ended = daemon.finished().then(() => {
    over = true;
  });
  let nextFault = nodeFaultEachMinutes;
  while (!over) {
    await sleep(20);
    if (mean() >= nextFault) {
      nextFault += nodeFaultEachMinutes;
      const [kind, happen] = Object.entries(nodeFaults)[random.integer(0, 2)]!;
      faults[kind] = (faults[kind] ?? 0) + 1;
      await happen();
    }
    if (mean() >= ((looks.length + 1) * 60 * hours) / LOOKS - 1e-9 && looks.length < LOOKS)
      looks.push(hold());
  }
  await ended;
  const tookSeconds = (performance.now() - beganMs) / 1000;
  await daemon.stop();
  await broker.stop();
  await sleep(500);
  const after = hold();
  if (usualTemporary === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usualTemporary;
  for (const { faults: own } of sources.values())
    for (const [kind, count] of own) faults[kind] = (faults[kind] ?? 0) + count;
  const passages = passagesIn(folder);
  rmSync(folder, { recursive: true });
  rmSync(temporary, { recursive: true });
  return { looks, before, after, faults, passages, minutesHeard: mean() * channels, tookSeconds };
}

function holding(temporary: string): Holding {
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    residentMib: rss / 2 ** 20,
    heapMib: heapUsed / 2 ** 20,
    descriptors: readdirSync('/proc/self/fd').length,
    tensors: tf.engine().state.numTensors,
    resources: process.getActiveResourcesInfo().length,
    temporaryFiles: readdirSync(temporary).length,
  };
}

let collectGarbage = (): void => {
  setFlagsFromString('--expose_gc');
  collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
};

function passagesIn(folder: string): number {
  const store = openStore(folder);
  const { count } = store.prepare<{ count: number }>('SELECT count(*) AS count FROM history_passages').get()!;
  store.close();
  return count;
}

/** The last quarter of the looks over the second quarter. */
export function growthOf(looks: readonly Holding[], what: 'residentMib' | 'heapMib'): number {
  const mean = (from: number, to: number) => {
    const part = looks.slice(from * looks.length, to * looks.length);
    return part.reduce((sum, look) => sum + look[what], 0) / part.length;
  };
  return mean(0.75, 1) / mean(0.25, 0.5);
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      channels: { type: 'string', default: '10' },
      hours: { type: 'string', default: '168' },
      models: { type: 'string', default: 'band-statistics,siamese' },
      seed: { type: 'string', default: '1' },
    },
  });
  const [channels, hours] = [Number(values.channels), Number(values.hours)];
  const models = values.models.split(',');
  const soaked = await soakWithFaults({ channels, hours, models, seed: Number(values.seed) });
  const { looks, before, after, faults, passages, minutesHeard, tookSeconds } = soaked;
  console.log('  MiB  heap  descriptors  resources  tensors  temporary files');
  for (const [index, held] of [before, ...looks, after].entries()) {
    const { residentMib, heapMib, descriptors, resources, tensors, temporaryFiles } = held;
    const when = index === 0 ? 'before' : index > looks.length ? 'after' : '';
    console.log(
      [
        residentMib.toFixed(0),
        heapMib.toFixed(1),
        descriptors,
        resources,
        tensors,
        temporaryFiles,
        when,
      ].join('  '),
    );
  }
  for (const what of ['residentMib', 'heapMib'] as const)
    console.log(`${what}, last quarter over second quarter: ${growthOf(looks, what).toFixed(3)}`);
  console.log(JSON.stringify(faults));
  console.log(
    `${(minutesHeard / 60).toFixed(1)} h of sound, ${passages} passages, in ${(tookSeconds / 60).toFixed(1)} min`,
  );
}
