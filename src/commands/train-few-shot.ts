import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readIndex } from '../datasets/index-file.js';
import type { Split } from '../datasets/split.js';
import { splitText } from '../datasets/split-file.js';
import type { ManifestDraft } from '../embedding/manifest.js';
import { sha256 } from '../embedding/model-folder.js';
import { writeModelFolder } from '../embedding/write-model-folder.js';
import { ExitCode, HullprintError } from '../errors.js';
import { evaluateRecordings } from '../evaluation/evaluate.js';
import { loadEvaluatedModel } from '../evaluation/evaluated-model.js';
import { manifestScores } from '../evaluation/manifest-scores.js';
import { summarise } from '../evaluation/summary.js';
import { fewShotOptions } from '../training/few-shot/training-options.js';
import { hearShip } from '../training/ships/recorded-ships.js';
import { shipFolder } from '../training/ships/ship-folder.js';
import type { ShipProvenance } from '../training/ships/ship-provenance.js';
import type { ShipRecording } from '../training/ships/ship-recording.js';
import { SHIP_OPTIONS, type ShipSides, trainShips } from '../training/ships/ship-training.js';
import { FEWEST_FLEET_CLIPS, simulateFleet } from '../training/ships/simulated-fleet.js';
import { openTrainingBackend } from '../training/training-backend.js';
import { numberBetween, wholeNumber } from './number-option.js';
import { progressBar } from './progress.js';
import { splitByVessel } from './survey-data-set.js';
import { FEWEST_SITES, SITES, SITES_SEED, trainPriorWithProgress } from './train-recorder-prior.js';

interface Flags {
  data?: string;
  simulated?: number;
  output: string;
  work?: string;
  name: string;
  objective: 'siamese' | 'prototypical' | 'contrastive';
  episodes: number;
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

/** Adds `hullprint train few-shot`. */
export function trainFewShotCommand(train: Command): void {
  const command = train
    .command('few-shot')
    .description('train the few-shot network and its heads; goes on where it was stopped')
    .option(
      '--data <path>',
      'the folder of a data set (DeepShip, ShipsEar, IARA, a folder a class), or an index.csv: see hullprint dataset',
    )
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
  command.action(run);
}

async function run(flags: Flags): Promise<void> {
  const { data, simulated, output, scoreOn, seed } = flags;
  if (data === undefined && simulated === undefined) throw nothingToLearnFrom(output);
  // A missing recording is told before the training, not after it.
  const toScore = scoreOn === undefined ? null : await readIndex(scoreOn);
  const split = data === undefined ? null : await splitByVessel(data, { seed, validation: 0.15, test: 0.15 });
  const recorded = split ? await hearSplit(split, flags.clipsPerRecording) : [];
  const fleet = simulated === undefined ? [] : await hearFleet(simulated, flags);
  const { objective, episodes, ways, learningRate, filters, pretexts } = flags;
  const given = { objective, episodes, ways, learningRate, filters, pretexts, seed };
  const options = fewShotOptions.parse({ ...SHIP_OPTIONS, ...given });
  const sources = sourcesOf(flags, split);
  const backend = await openTrainingBackend();
  for (const { backend: name, reason } of backend.skipped)
    console.error(`hullprint: not on ${name}: ${reason}`);
  const bar = progressBar(options.episodes, `episodes on ${backend.name}`);
  const trained = await trainShips({
    sides: sidesOf(fleet, recorded),
    options,
    data: sources.map(({ name, identity }) => `${name}: ${identity}`).join('; '),
    folder: flags.work ?? `${resolve(output)}-training`,
    copies: flags.copies,
    onEpisode: (episode) => bar.update(episode),
  }).finally(() => bar.stop());
  const { sites, workers } = flags;
  const prior =
    sites < FEWEST_SITES ? null : await trainPriorWithProgress({ seed: SITES_SEED, sites, workers });
  const provenance: ShipProvenance = {
    name: flags.name,
    command: commandOf(flags),
    options,
    backend: backend.name,
    data: sources,
    prior,
    scores: [],
    licence: flags.licence,
    split: split && splitText(split),
  };
  const write = async (scores: ManifestDraft['scores']) => {
    const { draft, files } = shipFolder(trained, { ...provenance, scores });
    return writeModelFolder(output, draft, files);
  };
  let folder = await write([]);
  const sets = [
    { on: 'test vessels of the split', recordings: split?.sides.test ?? [] },
    { on: 'other recordings', recordings: toScore ?? [] },
  ];
  const scores: ManifestDraft['scores'] = [];
  for (const { on, recordings } of sets) {
    if (recordings.length === 0) continue;
    const summary = summarise(
      await evaluateRecordings(recordings, await loadEvaluatedModel(resolve(output))),
    );
    scores.push(...manifestScores(`${summary.scored} ${on}`, summary));
  }
  if (scores.length > 0) folder = await write(scores);
  for (const { on, measure, value, of } of folder.manifest.scores) {
    console.log(`${on}: ${measure} ${value}${of === undefined ? '' : ` of ${of}`}`);
  }
  console.log(`${output}: ${folder.identity}`);
}

/** The test side is not heard: it is judged when all is done. */
async function hearSplit({ sides }: Split, most: number): Promise<ShipRecording[]> {
  const bar = progressBar(sides.training.length + sides.validation.length, 'recordings heard');
  const heard: ShipRecording[] = [];
  try {
    for (const side of ['training', 'validation'] as const) {
      for (const recording of sides[side]) {
        heard.push(await hearShip(recording, side, most));
        bar.increment();
      }
    }
    return heard;
  } finally {
    bar.stop();
  }
}

function hearFleet(clips: number, { seed, workers }: Flags): Promise<ShipRecording[]> {
  const bar = progressBar(clips, 'clips');
  return simulateFleet({ seed, clips, workers, onProgress: (done) => bar.update(done) }).finally(() =>
    bar.stop(),
  );
}

/** Recordings are few: heads read what the encoder learnt from, and one set of vessels both stops it and calibrates. */
function sidesOf(fleet: readonly ShipRecording[], recorded: readonly ShipRecording[]): ShipSides {
  const of = (...sides: string[]) => [...fleet, ...recorded].filter(({ side }) => sides.includes(side));
  return {
    encoder: of('encoder', 'training'),
    validation: of('held', 'validation'),
    heads: of('heads', 'training'),
    held: of('held', 'validation'),
  };
}

function sourcesOf({ data, simulated, seed }: Flags, split: Split | null): ManifestDraft['data'] {
  return [
    ...(simulated === undefined
      ? []
      : [{ name: 'simulated fleet', identity: `simulateFleet, seed ${seed}, ${simulated} clips` }]),
    ...(split === null ? [] : [{ name: data!, identity: `split sha256:${sha256(splitText(split))}` }]),
  ];
}

/** The command that gives the same model again, on the same backend. */
function commandOf({ data, simulated, name, objective, episodes, ways, ...flags }: Flags): string {
  const { learningRate, filters, pretexts, clipsPerRecording, copies, sites, seed } = flags;
  return [
    'hullprint train few-shot',
    ...(data === undefined ? [] : [`--data ${data} --clips-per-recording ${clipsPerRecording}`]),
    ...(simulated === undefined ? [] : [`--simulated ${simulated}`]),
    `--name ${name} --objective ${objective} --episodes ${episodes} --ways ${ways}`,
    `--learning-rate ${learningRate} --filters ${filters.join(',')}${pretexts ? ` --pretexts ${pretexts}` : ''} --copies ${copies} --sites ${sites} --seed ${seed}`,
  ].join(' ');
}

function nothingToLearnFrom(output: string): HullprintError {
  return new HullprintError({
    operation: 'train',
    subject: output,
    reason: 'there is nothing to learn from',
    hint: 'Give --data PATH, --simulated CLIPS, or both.',
    exitCode: ExitCode.usage,
  });
}
