// One job of `npm run findings`, in a process of its own: job-child.ts WORK OMNIGLOT full|small NAME
import { execFileSync } from 'node:child_process';
import { openTrainingBackend } from '../../src/training/training-backend.js';
import { jobsOf, nameOf } from './jobs.js';
import { FULL } from './settings.js';
import { SMALL } from './settings-small.js';
import { work } from './work.js';
import { writeResult } from './work-folder.js';

process.once('disconnect', abandon);
const [folder, omniglot, size, name] = process.argv.slice(2) as [string, string, string, string];
const settings = size === 'small' ? SMALL : FULL;
const job = jobsOf(settings).find((one) => nameOf(one) === name)!;
const { device } = await openTrainingBackend();
const result = await work(job, settings, { work: folder, omniglot: omniglot || null });
writeResult(folder, job, { commit: commitOf(), device, ...result });
process.off('disconnect', abandon);
process.disconnect?.();

function abandon(): never {
  process.exit(1);
}

/** Of the checkout; a copy without its history has none to tell. */
function commitOf(): string {
  try {
    const described = execFileSync('git', ['describe', '--always', '--dirty', '--exclude=*'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return described.trim();
  } catch {
    return 'unknown';
  }
}
