import type { Command } from 'commander';
import { loadScenario } from '../simulator/load-scenario.js';
import { writeScene } from '../simulator/output/write-scene.js';
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
