import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ExitCode, HullprintError } from '../errors.js';
import type { SimulationShare } from './simulation-child.js';
import { type Simulated, simulators } from './simulators.js';

export interface SimulationRequest {
  seed: number | string;
  count: number;
  /** Processes that simulate; with 1 it happens in this one. What is made is the same however many there are. */
  workers: number;
  /** Called with the number that are done. */
  onProgress?: (done: number) => void;
}

/**
 * Simulates clips (passages and empty seas in equal shares) or sites, and measures them with the daemon's own
 * features. In the order of their index.
 */
export async function simulateSet<Kind extends keyof Simulated>(
  kind: Kind,
  { seed, count, workers, onProgress }: SimulationRequest,
): Promise<Simulated[Kind][]> {
  const set = new Array<Simulated[Kind]>(count);
  let done = 0;
  const take = (index: number, made: Simulated[Kind]) => {
    set[index] = made;
    onProgress?.(++done);
  };
  if (workers <= 1) {
    for (let index = 0; index < count; index++) take(index, simulators[kind](seed, index));
  } else {
    const shares = Array.from({ length: workers }, (_, part) => ({ kind, seed, count, part, of: workers }));
    await Promise.all(shares.map((share) => simulateElsewhere<Simulated[Kind]>(share, take)));
  }
  return set;
}

function simulateElsewhere<Made>(
  share: SimulationShare,
  take: (index: number, made: Made) => void,
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
    child.on('message', ({ index, made }: { index: number; made: Made }) => take(index, made));
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
