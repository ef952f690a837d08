import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readIndex } from '../datasets/index-file.js';
import type { ManifestDraft } from '../embedding/manifest.js';
import { writeModelFolder } from '../embedding/write-model-folder.js';
import { evaluateRecordings } from '../evaluation/evaluate.js';
import { loadEvaluatedModel } from '../evaluation/evaluated-model.js';
import { manifestScores } from '../evaluation/manifest-scores.js';
import { summarise } from '../evaluation/summary.js';
import { fitBandStatistics } from '../training/band-statistics-fit.js';
import { bandStatisticsFolder } from '../training/band-statistics-folder.js';
import { simulateSet } from '../training/simulated-set.js';
import { wholeNumber } from './number-option.js';
import { progressBar } from './progress.js';
import { trainFewShotCommand } from './train-few-shot.js';
import { trainLeafCommand } from './train-leaf.js';
import { trainPicturesCommand } from './train-pictures.js';
import {
  FEWEST_SITES,
  SITES,
  SITES_SEED,
  trainPriorWithProgress,
  trainRecorderPriorCommand,
} from './train-recorder-prior.js';
import { trainVesselsCommand } from './train-vessels.js';

const FEWEST_CLIPS = 240;

interface TrainOptions {
  output: string;
  clips: number;
  sites: number;
  seed: number;
  workers: number;
  scoreOn?: string;
}

/** Adds `hullprint train`. */
export function trainCommand(command: Command): void {
  command
    .command('band-statistics')
    .description('fit presence and size on simulated passages alone')
    .requiredOption('-o, --output <folder>', 'where the model goes; a model that lies there is replaced')
    .addOption(
      new Option('--clips <n>', `windows to simulate, at least ${FEWEST_CLIPS}`)
        .default(12_000)
        .argParser(wholeNumber(FEWEST_CLIPS)),
    )
    .addOption(
      new Option('--sites <n>', 'sites to simulate, to know recorders by; 0: a model that knows none')
        .default(SITES)
        .argParser(wholeNumber(0)),
    )
    .addOption(new Option('--seed <n>', 'another seed, another model').default(1).argParser(wholeNumber(0)))
    .addOption(
      new Option('--workers <n>', 'processes that simulate; the model is the same')
        .default(1)
        .argParser(wholeNumber(1)),
    )
    .option(
      '--score-on <index.csv>',
      'judge these recordings with the finished model and note the scores in it',
    )
    .action(trainBandStatistics);
  trainRecorderPriorCommand(command);
  trainVesselsCommand(command);
  trainFewShotCommand(command);
  trainLeafCommand(command);
  trainPicturesCommand(command);
}

async function trainBandStatistics(options: TrainOptions): Promise<void> {
  const { output, clips, sites, seed, workers, scoreOn } = options;
  // A missing recording is told before the training, not after it.
  const recordings = scoreOn === undefined ? null : await readIndex(scoreOn);
  const bar = progressBar(clips, 'clips');
  const set = await simulateSet('clip', {
    seed,
    count: clips,
    workers,
    onProgress: (done) => bar.update(done),
  }).finally(() => bar.stop());
  const model = await fitBandStatistics(set, seed);
  const prior =
    sites < FEWEST_SITES ? null : await trainPriorWithProgress({ seed: SITES_SEED, sites, workers });
  const write = async (scores: ManifestDraft['scores']) => {
    const { draft, files } = bandStatisticsFolder(model, { seed, clips, prior, scores });
    return writeModelFolder(output, draft, files);
  };
  let folder = await write([]);
  if (recordings) {
    const evaluated = await evaluateRecordings(recordings, await loadEvaluatedModel(resolve(output)));
    const summary = summarise(evaluated);
    folder = await write(manifestScores(`${summary.scored} real recordings`, summary));
  }
  for (const { on, measure, value, of } of folder.manifest.scores) {
    console.log(`${on}: ${measure} ${value}${of === undefined ? '' : ` of ${of}`}`);
  }
  console.log(`${output}: ${folder.identity}`);
}
