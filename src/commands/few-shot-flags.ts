import { type Command, Option } from 'commander';
import { SHIP_OPTIONS } from '../training/ships/ship-training.js';
import { FEWEST_FLEET_CLIPS } from '../training/ships/simulated-fleet.js';
import { numberBetween, wholeNumber } from './number-option.js';
import { type DataFlags, lengthsOption, splitFileOption } from './survey-data-set.js';
import { SITES } from './train-recorder-prior.js';

/** What `hullprint train few-shot` is told. */
export interface FewShotFlags extends DataFlags {
  data?: string;
  simulated?: number;
  output: string;
  work?: string;
  name: string;
  objective: 'siamese' | 'prototypical' | 'contrastive';
  episodes: number;
  supervisedEpisodes?: number;
  warmUpEpisodes: number;
  ways: number;
  learningRate: number;
  filters: number[];
  pretexts?: 'one' | 'every';
  clipsPerRecording: number;
  copies: number;
  seed: number;
  workers: number;
  sites: number;
  scoreOn?: string;
  licence: string;
}

/** Adds the options of `hullprint train few-shot`. */
export function addFewShotOptions(command: Command): void {
  command
    .option(
      '--data <path>',
      'the folder of a data set (DeepShip, ShipsEar, IARA, a folder a class), or an index.csv: see hullprint dataset',
    )
    .addOption(lengthsOption())
    .addOption(splitFileOption())
    .requiredOption('-o, --output <folder>', 'where the model goes; a model that lies there is replaced')
    .option('--work <folder>', 'gets checkpoint.json and curves.png; beside the output unless given')
    .option(
      '--score-on <index.csv>',
      'judge these recordings with the finished model and note the scores in it',
    );
  const option = (flags: string, does: string, value: unknown, parse: (text: string) => unknown) =>
    command.addOption(new Option(flags, does).default(value).argParser(parse));
  command.addOption(
    new Option('--simulated <clips>', 'learn from the simulator, alone or beside --data').argParser(
      wholeNumber(FEWEST_FLEET_CLIPS),
    ),
  );
  command.option('--name <name>', 'of the model', 'siamese');
  command.option('--licence <spdx>', 'of the model', 'MIT');
  command.addOption(
    new Option('--objective <kind>', 'what an episode is judged by')
      .choices(['siamese', 'prototypical', 'contrastive'])
      .default(SHIP_OPTIONS.objective),
  );
  option('--episodes <n>', 'at most', SHIP_OPTIONS.episodes, wholeNumber(1));
  option(
    '--supervised-episodes <n>',
    'at first, that learn big, small and none by name alone; none unless given',
    undefined,
    wholeNumber(0),
  );
  option(
    '--warm-up-episodes <n>',
    'after these, that learn to know one recording through two recorders',
    SHIP_OPTIONS.warmUpEpisodes,
    wholeNumber(0),
  );
  option('--ways <n>', 'vessels in an episode, at most', SHIP_OPTIONS.ways, wholeNumber(2));
  option('--learning-rate <x>', 'of Adam', SHIP_OPTIONS.learningRate, numberBetween(1e-7, 1));
  option('--filters <list>', 'channels of each block', SHIP_OPTIONS.filters, (text) =>
    text.split(',').map((one) => wholeNumber(1)(one)),
  );
  command.addOption(
    new Option(
      '--pretexts <views>',
      'learn each recording also as the sea could have changed it: in one such view, or in an episode of every one, at four times the cost',
    ).choices(['one', 'every']),
  );
  option('--clips-per-recording <n>', 'of --data, at most, evenly spread', 12, wholeNumber(1));
  option('--copies <n>', 'responses through which the heads hear each window', 2, wholeNumber(1));
  option('--seed <n>', 'of the split, the simulator, the first weights and the episodes', 1, wholeNumber(0));
  option('--workers <n>', 'processes that simulate; the model is the same', 1, wholeNumber(1));
  option(
    '--sites <n>',
    'sites to simulate, to know recorders by; 0: a model that knows none',
    SITES,
    wholeNumber(0),
  );
}

/** The command that gives the same model again, on the same backend, but for where it goes. */
export function commandOf({
  data,
  simulated,
  name,
  objective,
  episodes,
  ways,
  ...flags
}: FewShotFlags): string {
  const { lengths, split, learningRate, filters, pretexts, clipsPerRecording, copies, sites, seed } = flags;
  const { supervisedEpisodes, warmUpEpisodes } = flags;
  return [
    'hullprint train few-shot',
    ...(data === undefined ? [] : [`--data ${data} --clips-per-recording ${clipsPerRecording}`]),
    ...(lengths === undefined ? [] : [`--lengths ${lengths}`]),
    ...(split === undefined ? [] : [`--split ${split}`]),
    ...(simulated === undefined ? [] : [`--simulated ${simulated}`]),
    `--name ${name} --objective ${objective} --episodes ${episodes} --ways ${ways}`,
    ...(supervisedEpisodes ? [`--supervised-episodes ${supervisedEpisodes}`] : []),
    ...(warmUpEpisodes === SHIP_OPTIONS.warmUpEpisodes ? [] : [`--warm-up-episodes ${warmUpEpisodes}`]),
    `--learning-rate ${learningRate} --filters ${filters.join(',')}${pretexts ? ` --pretexts ${pretexts}` : ''} --copies ${copies} --sites ${sites} --seed ${seed}`,
  ].join(' ');
}
