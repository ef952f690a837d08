import { type Command, Option } from 'commander';
import { readModelFolder } from '../embedding/model-folder.js';
import { resolveModel } from '../embedding/resolve-model.js';
import { writeModelFolder } from '../embedding/write-model-folder.js';
import {
  type FittedPrior,
  type PriorRequest,
  priorData,
  priorFiles,
  trainRecorderPrior,
} from '../training/recorder-prior-file.js';
import { wholeNumber } from './number-option.js';
import { progressBar } from './progress.js';

/** Sites that are simulated unless told otherwise. */
export const SITES = 80;
export const SITES_SEED = 'test';
export const FEWEST_SITES = 10;

/** Adds `hullprint train recorder-prior`. */
export function trainRecorderPriorCommand(command: Command): void {
  command
    .command('recorder-prior')
    .description('teach a model to know its site’s recorder, from simulated sites')
    .argument('<model>', 'folder of a model, or a shipped one; its file recorder-prior.json is written')
    .addOption(
      new Option('--sites <n>', `sites to simulate, at least ${FEWEST_SITES}`)
        .default(SITES)
        .argParser(wholeNumber(FEWEST_SITES)),
    )
    .option('--seed <name>', 'other sites', SITES_SEED)
    .addOption(
      new Option('--workers <n>', 'processes that simulate; the prior is the same')
        .default(1)
        .argParser(wholeNumber(1)),
    )
    .action(addRecorderPrior);
}

async function addRecorderPrior(model: string, options: Omit<PriorRequest, 'onProgress'>): Promise<void> {
  const { path, manifest, files } = await readModelFolder(resolveModel(model));
  const fitted = await trainPriorWithProgress(options);
  const { formatVersion: _version, files: _hashes, ...draft } = manifest;
  const data = [...draft.data.filter(({ name }) => name !== priorData(fitted).name), priorData(fitted)];
  const folder = await writeModelFolder(
    path,
    { ...draft, data },
    { ...Object.fromEntries(files), ...priorFiles(fitted) },
  );
  console.log(`${path}: ${folder.identity}`);
}

/** The same with a bar on the terminal. */
export async function trainPriorWithProgress(
  request: Omit<PriorRequest, 'onProgress'>,
): Promise<FittedPrior> {
  const bar = progressBar(request.sites, 'sites');
  try {
    return await trainRecorderPrior({ ...request, onProgress: (done) => bar.update(done) });
  } finally {
    bar.stop();
  }
}
