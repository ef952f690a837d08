// Answers what IEPT, mutual learning and masked autoencoders are good for here (docs/FINDINGS.md):
//   npm run findings -- [--omniglot FOLDER] [--work FOLDER] [--workers 2] [--small]
// Each training is kept in the work folder; the same command goes on where it was stopped. When all are there it
// writes bench/findings/results.json, the page and its pictures; --small writes them into the work folder instead.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ExitCode, HullprintError } from '../../src/errors.js';
import { type Destination, gather, publish } from './gather.js';
import { type Job, jobsOf, nameOf } from './jobs.js';
import { readOmniglot } from './omniglot.js';
import { runAll } from './pool.js';
import { recipeFleet } from './recipe/job.js';
import { renderPassages } from './recipe/passages.js';
import { FULL, RUNS } from './settings.js';
import { SMALL } from './settings-small.js';
import { type Folders, fleetOf } from './subjects.js';
import { keepSettings, readResult } from './work-folder.js';

const IN_PROJECT: Destination = {
  results: 'bench/findings/results.json',
  page: 'docs/FINDINGS.md',
  pictures: 'docs/pictures',
};

try {
  await main();
} catch (error) {
  if (!(error instanceof HullprintError)) throw error;
  console.error(`findings: ${error.message}`);
  process.exitCode = error.exitCode;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      omniglot: { type: 'string' },
      work: { type: 'string', default: '.training/findings' },
      workers: { type: 'string', default: '2' },
      small: { type: 'boolean', default: false },
    },
  });
  const settings = values.small ? SMALL : FULL;
  const workers = Math.max(1, Math.floor(Number(values.workers)) || 1);
  const folders: Folders = {
    work: values.small ? join(values.work, 'small') : values.work,
    omniglot: values.omniglot ?? null,
  };
  keepSettings(folders.work, settings);
  if (folders.omniglot) await readOmniglot(folders.omniglot);
  else refuseToForget(jobsOf(settings), folders);
  for (const run of RUNS) {
    console.log(`the ${run} fleet: ${settings.clips} clips`);
    await fleetOf(run, settings, folders, workers);
  }
  console.log(`the fleet of the recipe: ${settings.recipe.clips} clips; its passages`);
  await recipeFleet(settings, folders, workers);
  await renderPassages(settings, folders);
  const jobs = jobsOf(settings).filter(({ field }) => field === 'ships' || folders.omniglot);
  const started = performance.now();
  await runAll(jobs, folders, {
    workers,
    size: values.small ? 'small' : 'full',
    onDone: (job, done) => {
      const minutes = ((performance.now() - started) / 60_000).toFixed(1);
      console.log(`${done} of ${jobs.length}, ${minutes} min: ${nameOf(job)}`);
    },
  });
  const to = values.small ? inFolder(folders.work) : IN_PROJECT;
  publish(await gather(settings, folders), settings, folders, to);
  console.log(`wrote ${to.results}, ${to.page} and pictures`);
}

/** Without Omniglot the ships alone are asked, but not where characters were asked before. */
function refuseToForget(jobs: readonly Job[], { work }: Folders): void {
  console.log('without Omniglot: name the folder of its zip files with --omniglot');
  if (!jobs.some((job) => job.field === 'characters' && readResult(work, job))) return;
  throw new HullprintError({
    operation: 'gather the findings in',
    subject: work,
    reason: 'they hold characters, which would be left out',
    hint: 'Name the folder of Omniglot with --omniglot',
    exitCode: ExitCode.usage,
  });
}

function inFolder(folder: string): Destination {
  return {
    results: join(folder, 'results.json'),
    page: join(folder, 'FINDINGS.md'),
    pictures: join(folder, 'pictures'),
  };
}
