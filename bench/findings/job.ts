// One job of `npm run findings`, in a process of its own: job.ts WORK OMNIGLOT full|small INDEX
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTrainingBackend } from '../../src/training/training-backend.js';
import { jobsOf, nameOf } from './jobs.js';
import { FULL, SMALL } from './settings.js';
import { work } from './work.js';

const [folder, omniglot, size, index] = process.argv.slice(2) as [string, string, string, string];
const settings = size === 'small' ? SMALL : FULL;
const job = jobsOf(settings)[Number(index)]!;
const backend = await openTrainingBackend();
const result = await work(job, settings, { work: folder, omniglot: omniglot || null });
const path = join(folder, `${nameOf(job)}.json`);
writeFileSync(
  `${path}.unfinished`,
  JSON.stringify({ job, backend: backend.name, device: backend.device, ...result }),
);
renameSync(`${path}.unfinished`, path);
