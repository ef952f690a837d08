import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { ExitCode, HullprintError } from '../errors.js';

/** The program itself: what is enrolled over the API is what `hullprint enroll` enrols. */
const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const AT_MOST_MS = 300_000;
const LOWER_PRIORITY = 10;
const HEAP_MB = 1024;

export interface EnrolmentOrder {
  name: string;
  size: 'big' | 'small' | 'none';
  files: readonly string[];
  /** Whose recorder is taken off; none for recordings from elsewhere. */
  channel: string | null;
  dryRun: boolean;
  folder: string;
  model: string;
}

/** What came of it, as `hullprint enroll --json` tells. */
export interface EnrolmentAnswer {
  lines: string[];
  objection: string | null;
  enrolled: boolean;
}

/**
 * Enrols in a process of its own, below the daemon's priority: sound from elsewhere is read there, and may cost that
 * process its life and the hearing nothing. Throws HullprintError (65) with what it said.
 */
export async function enrolInChild(order: EnrolmentOrder): Promise<EnrolmentAnswer> {
  const { name, size, files, channel, dryRun, folder, model } = order;
  const options = [
    ...['--json', '--size', size, '--state', folder, '--model', model],
    ...(channel === null ? [] : ['--channel', channel]),
    ...(dryRun ? ['--dry-run'] : []),
  ];
  return (await inChild(name, ['enroll', ...options, '--', name, ...files])) as EnrolmentAnswer;
}

/** Refines a class in a process of its own, likewise. */
export async function refineInChild(
  { name, folder, model }: Pick<EnrolmentOrder, 'name' | 'folder' | 'model'>,
  apply: boolean,
): Promise<object> {
  const options = ['--json', '--state', folder, '--model', model, ...(apply ? ['--apply'] : [])];
  return inChild(name, ['classes', 'refine', ...options, '--', name]);
}

async function inChild(name: string, command: readonly string[]): Promise<object> {
  const args = [`--max-old-space-size=${HEAP_MB}`, MAIN, ...command];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: AT_MOST_MS });
  if (child.pid !== undefined) setPriority(child.pid, LOWER_PRIORITY);
  let [told, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  if (code === 0) return JSON.parse(told.trim().split('\n').at(-1)!) as object;
  const said = complaint.trim().split('\n').at(-1) ?? '';
  throw new HullprintError({
    operation: 'enrol',
    subject: name,
    reason: code === null ? 'it took too long or broke down' : said.replace(/^hullprint: /, ''),
    hint: 'Nothing was changed',
    exitCode: ExitCode.data,
  });
}
