import { type Command, Option } from 'commander';
import { loadScenario } from '../simulator/load-scenario.js';
import { writePassages } from '../simulator/output/write-passages.js';
import { writeScene } from '../simulator/output/write-scene.js';
import { numberBetween, wholeNumber } from './number-option.js';
import { progressBar } from './progress.js';

interface Options {
  output: string;
  seed?: string;
}

export function simulateCommand(command: Command): void {
  command
    .argument('<scenario>', 'simulated scene that comes with hullprint, or a YAML file of one')
    .requiredOption('-o, --output <folder>', 'new folder for WAV files, index, truth and AIS')
    .option('--seed <seed>', 'instead of the seed of the scenario')
    .action(simulate);
  command
    .command('passages')
    .description('write a labelled set of single passages and empty seas, to test models on')
    .addOption(new Option('--vessels <number>', 'half big, half small').default(60).argParser(wholeNumber(2)))
    .addOption(new Option('--recordings <number>', 'of each vessel').default(3).argParser(wholeNumber(1)))
    .addOption(
      new Option('--sites <number>', 'places with a hydrophone each').default(12).argParser(wholeNumber(1)),
    )
    .addOption(
      new Option('--seconds <number>', 'length of a recording').default(20).argParser(numberBetween(1, 3600)),
    )
    .action((_, passages: Command) => simulatePassages(passages.optsWithGlobals()));
}

interface PassagesOptions extends Options {
  vessels: number;
  recordings: number;
  sites: number;
  seconds: number;
}

async function simulatePassages(options: PassagesOptions): Promise<void> {
  const { output, seed = '1', vessels, recordings, sites, seconds } = options;
  const set = { seed, vessels, recordingsPerVessel: recordings, sites, seconds };
  const bar = progressBar(0, 'recordings');
  const written = await writePassages(set, output, (done, of) => {
    bar.setTotal(of);
    bar.update(done);
  }).finally(() => bar.stop());
  console.log(
    `${output}: ${written} recordings of ${seconds} s (index.csv): ${recordings} of each of ${vessels} vessels, ` +
      `half big, half small, and empty seas, at ${sites} sites`,
  );
}

async function simulate(name: string, { output, seed }: Options): Promise<void> {
  const written = loadScenario(name);
  const scenario = seed === undefined ? written : { ...written, seed };
  const bar = progressBar(Math.ceil(scenario.durationSeconds), 's');
  try {
    const { hydrophones, recordings, aisSentences } = await writeScene(scenario, output, (seconds) =>
      bar.update(seconds),
    );
    bar.stop();
    console.log(
      `${output}: ${scenario.durationSeconds} s heard by ${hydrophones} hydrophone${hydrophones > 1 ? 's' : ''}, ` +
        `${recordings} labelled recordings (index.csv), truth by the second (truth.csv), ` +
        `${aisSentences} AIS sentences (ais.nmea)`,
    );
  } finally {
    bar.stop();
  }
}
