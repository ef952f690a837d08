import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ExitCode, HullprintError } from '../errors.js';
import { type SimulatedClip, simulateStatistics } from './simulated-clip.js';
import type { SimulationShare } from './simulation-child.js';

export interface SimulationRequest {
  seed: number;
  clips: number;
  /** Processes that simulate; with 1 it happens in this one. The clips are the same however many there are. */
  workers: number;
  /** Called with the number of clips that are done. */
  onProgress?: (done: number) => void;
}

/** Simulates passages and empty seas in equal shares and measures them. In the order of their index. */
export async function simulateSet({
  seed,
  clips,
  workers,
  onProgress,
}: SimulationRequest): Promise<SimulatedClip[]> {
  const set = new Array<SimulatedClip>(clips);
  let done = 0;
  const take = (index: number, clip: SimulatedClip) => {
    set[index] = clip;
    onProgress?.(++done);
  };
  if (workers <= 1) {
    for (let index = 0; index < clips; index++) take(index, simulateStatistics(seed, index));
  } else {
    const shares = Array.from({ length: workers }, (_, part) => ({ seed, clips, part, of: workers }));
    await Promise.all(shares.map((share) => simulateElsewhere(share, take)));
  }
  return set;
}

function simulateElsewhere(
  share: SimulationShare,
  take: (index: number, clip: SimulatedClip) => void,
): Promise<void> {
  const typescript = import.meta.url.endsWith('.ts');
  const program = new URL(`./simulation-child.${typescript ? 'ts' : 'js'}`, import.meta.url);
  const loader = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(fileURLToPath(program), [JSON.stringify(share)], {
    execArgv: typescript ? ['--import', loader()] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.on('message', (message: { index: number; clip: SimulatedClip }) =>
      take(message.index, message.clip),
    );
    child.on('error', reject);
    child.on('exit', (code, signal) => (code === 0 ? resolve() : reject(childDied(code ?? signal))));
  });
}

function childDied(how: number | string | null): HullprintError {
  return new HullprintError({
    operation: 'simulate',
    subject: 'passages',
    reason: `a process that simulates ended with ${how}`,
    hint: 'Free memory or ask for fewer --workers.',
    exitCode: ExitCode.software,
  });
}
