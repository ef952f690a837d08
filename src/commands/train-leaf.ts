import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import type { LabelledRecording } from '../datasets/labelled-recording.js';
import { writeSplit } from '../datasets/split-file.js';
import { openBackend } from '../embedding/backend-ladder.js';
import { balancedAccuracy, countBySize } from '../evaluation/scores.js';
import { vesselBootstrapInterval } from '../evaluation/vessel-bootstrap.js';
import { formatLeaf } from '../features/leaf-file.js';
import { LEAF_INITIALISATIONS } from '../features/leaf-parameters.js';
import { probabilityOf } from '../prototypes/logistic.js';
import { readCheckpoint, writeCheckpoint } from '../training/leaf-checkpoint.js';
import { clipsOf, type RecordingClips, type ShipSides, shipsOf } from '../training/leaf-clips.js';
import { leafCurves } from '../training/leaf-curves.js';
import { clipSamplesOf } from '../training/leaf-network.js';
import { defaultLeafTraining, LEAF_HEADS, type LeafTrainingOptions } from '../training/leaf-options.js';
import { type LeafOutcome, trainLeaf } from '../training/leaf-training.js';
import { addConvolutionGradient } from '../training/wasm-convolution-gradient.js';
import { makeFolder } from './make-folder.js';
import { numberBetween, wholeNumber } from './number-option.js';
import { progressBar } from './progress.js';
import { type DataFlags, lengthsOption, splitDataSet, splitFileOption } from './survey-data-set.js';

interface Flags extends LeafTrainingOptions, DataFlags {
  data: string;
  output: string;
}

/** Adds `hullprint train leaf`. */
export function trainLeafCommand(train: Command): void {
  const command = train
    .command('leaf')
    .description('train LEAF end to end to part big from small vessels; goes on where it was stopped')
    .requiredOption(
      '--data <path>',
      'the folder of a data set (DeepShip, ShipsEar, IARA, a folder a class), or an index.csv: see hullprint dataset',
    )
    .requiredOption(
      '-o, --output <folder>',
      'gets checkpoint.json, curves.png, split.json, leaf.json and outcomes.csv',
    )
    .addOption(lengthsOption())
    .addOption(splitFileOption().conflicts('validationShare'));
  const defaults = defaultLeafTraining;
  const option = (flags: string, does: string, value: unknown, parse: (text: string) => unknown) =>
    command.addOption(new Option(flags, does).default(value).argParser(parse));
  option('--seed <n>', 'of the split, the first weights and the batches', defaults.seed, wholeNumber(0));
  command.addOption(
    new Option('--head <kind>', 'what judges the features').choices(LEAF_HEADS).default(defaults.head),
  );
  option('--filters <n>', 'of LEAF, at least 9', defaults.filters, wholeNumber(9));
  command.addOption(
    new Option('--initialisation <kind>', 'of the filters, as published or without its rounding to bins')
      .choices(LEAF_INITIALISATIONS)
      .default(defaults.initialisation),
  );
  option(
    '--clip-seconds <s>',
    'length of what is learnt from, at least 0.25',
    defaults.clipSeconds,
    numberBetween(0.25, 60),
  );
  option('--clips-per-recording <n>', 'at most, evenly spread', defaults.clipsPerRecording, wholeNumber(1));
  option('--batch-clips <n>', 'of one step, an even number', defaults.batchClips, even);
  option(
    '--steps-per-epoch <n>',
    'between two trials on the validation vessels',
    defaults.stepsPerEpoch,
    wholeNumber(1),
  );
  option('--epochs <n>', 'at most', defaults.epochs, wholeNumber(1));
  option('--patience <n>', 'epochs without a lower validation loss', defaults.patience, wholeNumber(1));
  option('--learning-rate <x>', 'of Adam', defaults.learningRate, numberBetween(1e-7, 1));
  option(
    '--validation-share <x>',
    'of the vessels of each size',
    defaults.validationShare,
    numberBetween(0.01, 0.9),
  );
  command.action(run);
}

async function run({ data, output, lengths, split: splitFile, ...options }: Flags): Promise<void> {
  const { seed, validationShare: validation } = options;
  const whole = await splitDataSet(data, { lengths, split: splitFile }, { seed, validation, test: 0 });
  const sides = shipsOf(whole.sides);
  const split = { training: sides.training.map(label), validation: sides.validation.map(label) };
  await makeFolder(output);
  const path = join(output, 'checkpoint.json');
  const earlier = await readCheckpoint(path, { options, split });
  await writeSplit(join(output, 'split.json'), whole);
  // Front end and head are small: wasm, which every machine has, gives the same bits on all of them.
  await openBackend('wasm');
  addConvolutionGradient();
  const task = { options, ...(await hearAll(sides, options)) };
  if (earlier) console.log(`${path}: goes on after epoch ${earlier.history.length}`);
  const { leaf, outcomes } = await trainLeaf(task, earlier, async (state) => {
    await writeCheckpoint(path, { format: 'hullprint LEAF training 1', options, split, ...state });
    await writeFile(join(output, 'curves.png'), leafCurves(state.history, options));
    const { epoch, trainingLoss, validationLoss, balancedAccuracy: accuracy } = state.history.at(-1)!;
    console.log(
      `epoch ${epoch}: training loss ${trainingLoss.toFixed(4)}, validation loss ${validationLoss.toFixed(4)}, ` +
        `balanced accuracy ${accuracy.toFixed(3)}`,
    );
  });
  await writeFile(join(output, 'leaf.json'), formatLeaf(leaf));
  await writeFile(join(output, 'outcomes.csv'), outcomesCsv(outcomes));
  console.log(report(outcomes));
}

async function hearAll(
  { training, validation }: ShipSides,
  options: LeafTrainingOptions,
): Promise<Record<'training' | 'validation', RecordingClips[]>> {
  const bar = progressBar(training.length + validation.length, 'recordings heard');
  const hear = async (recordings: LabelledRecording[]) => {
    const heard: RecordingClips[] = [];
    for (const recording of recordings) {
      heard.push(await clipsOf(recording, clipSamplesOf(options), options.clipsPerRecording));
      bar.increment();
    }
    return heard;
  };
  try {
    return { training: await hear(training), validation: await hear(validation) };
  } finally {
    bar.stop();
  }
}

function label({ recordingId, vessel, size }: LabelledRecording): string {
  return `${recordingId} (${vessel}, ${size})`;
}

function report(outcomes: readonly LeafOutcome[]): string {
  const counts = countBySize(outcomes).map(
    ({ size, right, recordings }) => `${size} ${right} of ${recordings}`,
  );
  const interval = vesselBootstrapInterval(outcomes);
  const range = interval
    ? `95 % over vessels ${interval.map((end) => end.toFixed(2)).join('–')}`
    : 'too few vessels for an interval';
  return (
    `validation vessels, epoch with the lowest loss on them: ${counts.join(', ')}; ` +
    `balanced accuracy ${balancedAccuracy(outcomes).toFixed(2)} (${range})`
  );
}

function outcomesCsv(outcomes: readonly LeafOutcome[]): string {
  return stringify(
    outcomes.map(({ recordingId, vessel, size, verdict, logOdds }) => ({
      recording_id: recordingId,
      vessel,
      size,
      verdict,
      probability_big: probabilityOf(logOdds).toFixed(4),
    })),
    { header: true },
  );
}

function even(text: string): number {
  const value = wholeNumber(2)(text);
  if (value % 2 === 0) return value;
  throw new InvalidArgumentError('It is an even number: half of them are big, half small.');
}
