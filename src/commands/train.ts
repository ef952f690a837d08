import { type Command, InvalidArgumentError, Option } from 'commander';
import { writeModelFolder } from '../embedding/write-model-folder.js';
import { fitBandStatistics } from '../training/band-statistics-fit.js';
import { bandStatisticsFolder } from '../training/band-statistics-folder.js';
import { simulateSet } from '../training/simulated-set.js';
import { progressBar } from './progress.js';

const FEWEST_CLIPS = 240;

interface TrainOptions {
  output: string;
  clips: number;
  seed: number;
  workers: number;
}

/** Adds `hullprint train`. */
export function trainCommand(command: Command): void {
  command
    .command('band-statistics')
    .description('fit presence and size on simulated passages alone')
    .requiredOption('-o, --output <folder>', 'where the model goes; a model that lies there is replaced')
    .addOption(
      new Option('--clips <n>', `windows to simulate, at least ${FEWEST_CLIPS}`)
        .default(24_000)
        .argParser(wholeNumber(FEWEST_CLIPS)),
    )
    .addOption(new Option('--seed <n>', 'another seed, another model').default(1).argParser(wholeNumber(0)))
    .addOption(
      new Option('--workers <n>', 'processes that simulate; the model is the same')
        .default(1)
        .argParser(wholeNumber(1)),
    )
    .action(trainBandStatistics);
}

async function trainBandStatistics({ output, clips, seed, workers }: TrainOptions): Promise<void> {
  const bar = progressBar(clips, 'clips');
  const set = await simulateSet({ seed, clips, workers, onProgress: (done) => bar.update(done) }).finally(
    () => bar.stop(),
  );
  const model = await fitBandStatistics(set, seed);
  const { draft, files } = bandStatisticsFolder(model, { seed, clips, scores: [] });
  const folder = await writeModelFolder(output, draft, files);
  for (const { tier, windows, right, unknown } of model.simulated) {
    console.log(
      `${tier}: of ${windows} held-out simulated windows ${right} right, ${unknown} unknown, ` +
        `${windows - right - unknown} wrong`,
    );
  }
  console.log(`${output}: ${folder.identity}`);
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) {
      throw new InvalidArgumentError(`It is a whole number of at least ${least}.`);
    }
    return value;
  };
}
