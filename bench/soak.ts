import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_MODEL } from '../src/default-model.js';
import { harbour } from './harbour.js';

const SAMPLE_RATE_HZ = 32_000;
/** Sound that is repeated. */
const LOOP_SECONDS = 300;
const SAMPLES = 24;
/** USER_HZ, which Linux tells programs on every architecture that Node runs on. */
const CLOCK_TICKS_HZ = 100;

export interface Soak {
  /** Resident memory of the daemon at equal steps of the sound, MiB. */
  residentMib: number[];
  /** Mean of the last quarter of the steps over that of the second quarter. */
  growth: number;
  secondsPerHour: number;
  /** Processor time of the daemon, all of its threads, after the first quarter, in which Node compiles, ms per second of sound. */
  processorMs: number;
}

/**
 * Feeds a daemon with sound as fast as it takes it, through its standard input, and watches its memory.
 * @param main the built command line; `model`: name or path; `backend`: what its network runs on
 */
export async function soak(main: string, model: string, hours: number, backend = 'auto'): Promise<Soak> {
  const folder = mkdtempSync(join(tmpdir(), 'hullprint-soak-'));
  const config = join(folder, 'hullprint.yaml');
  const channel = { name: 'north', source: 'stdin:', sampleRateHz: SAMPLE_RATE_HZ };
  writeFileSync(
    config,
    JSON.stringify({
      node: 'soak',
      stateFolder: folder,
      model,
      compute: { backend },
      mqtt: { embeddedPort: 0 },
      log: { level: 'error' },
      channels: [channel],
    }),
  );
  const loop = Int16Array.from(harbour(SAMPLE_RATE_HZ, LOOP_SECONDS), (sample) => 32_767 * sample);
  const second = (index: number) =>
    new Uint8Array(loop.buffer, (index % LOOP_SECONDS) * 2 * SAMPLE_RATE_HZ, 2 * SAMPLE_RATE_HZ);
  const daemon = spawn(process.execPath, [main, 'run', '-c', config], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => daemon.once('close', resolve));
  const residentMib: number[] = [];
  const seconds = Math.round(3600 * hours);
  const started = Math.ceil(seconds / 4);
  let processorAtStart = 0;
  const beganMs = performance.now();
  for (let index = 1; index <= seconds; index++) {
    if (!daemon.stdin.write(second(index))) {
      await new Promise((resolve) => daemon.stdin.once('drain', resolve));
    }
    if (index % Math.floor(seconds / SAMPLES) === 0) residentMib.push(residentMemoryMib(daemon.pid!));
    if (index === started) processorAtStart = processorSeconds(daemon.pid!);
  }
  const processorMs = (1000 * (processorSeconds(daemon.pid!) - processorAtStart)) / (seconds - started);
  daemon.stdin.end();
  const code = await ended;
  const tookSeconds = (performance.now() - beganMs) / 1000;
  rmSync(folder, { recursive: true });
  if (code !== 0) throw new Error(`the daemon ended with ${code}`);
  const mean = (from: number, to: number) =>
    residentMib.slice(from * SAMPLES, to * SAMPLES).reduce((sum, mib) => sum + mib, 0) /
    ((to - from) * SAMPLES);
  return {
    residentMib,
    growth: mean(0.75, 1) / mean(0.25, 0.5),
    secondsPerHour: tookSeconds / hours,
    processorMs,
  };
}

function processorSeconds(pid: number): number {
  const [, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields[0]!.split(' ').slice(11, 13).map(Number);
  return (user! + system!) / CLOCK_TICKS_HZ;
}

function residentMemoryMib(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kib) / 1024;
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      hours: { type: 'string', default: '1' },
      model: { type: 'string', default: DEFAULT_MODEL },
      backend: { type: 'string', default: 'auto' },
      main: { type: 'string', default: 'dist/main.js' },
    },
  });
  const soaked = await soak(values.main, values.model, Number(values.hours), values.backend);
  const { residentMib, growth, secondsPerHour, processorMs } = soaked;
  console.log(`resident memory in MiB: ${residentMib.map((mib) => mib.toFixed(0)).join(' ')}`);
  console.log(`last quarter over second quarter: ${growth.toFixed(3)}`);
  console.log(`an hour of sound takes ${secondsPerHour.toFixed(1)} s`);
  console.log(`processor time after the first quarter: ${processorMs.toFixed(2)} ms per second of sound`);
}
