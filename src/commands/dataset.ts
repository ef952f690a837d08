import { type Command, InvalidArgumentError, Option } from 'commander';
import { checkSplit, type SplitCheck } from '../datasets/check-split.js';
import { findLeaks, type Leak } from '../datasets/leaks.js';
import { DATA_SET_KINDS, type DataSetKind, kindOfDataSet } from '../datasets/read-data-set.js';
import { SPLIT_WAYS, type Split, type SplitRequest, splitRecordings } from '../datasets/split.js';
import { readSplit, splitText, writeSplit } from '../datasets/split-file.js';
import { type SurveyedRecording, surveyDataSet } from '../datasets/survey.js';
import { ExitCode, HullprintError } from '../errors.js';
import { checkReport, contentsReport, countOf, leftOutReport, splitReport } from './dataset-report.js';
import { progressBar } from './progress.js';
import { refuseBadSplit, refuseLeaks } from './refuse-split.js';
import { labelledDataSet, lengthsOption } from './survey-data-set.js';

interface Options {
  kind?: DataSetKind;
  lengths?: string;
  split?: SplitRequest['by'];
  seed: number;
  validation: number;
  test: number;
  out?: string;
  check?: string;
  json?: boolean;
}

/** Adds `hullprint dataset`. */
export function datasetCommand(command: Command): void {
  command
    .argument('<path>', 'the folder of a data set, or an index.csv')
    .addOption(new Option('--kind <kind>', 'told by the tables in it unless given').choices(DATA_SET_KINDS))
    .addOption(lengthsOption())
    .addOption(new Option('--split <way>', 'split so that no vessel is on two sides').choices(SPLIT_WAYS))
    .addOption(new Option('--seed <n>', 'another seed, another split').default(1).argParser(wholeNumber))
    .addOption(
      new Option('--validation <share>', 'of the vessels, times, sites or hydrophones')
        .default(0.15)
        .argParser(share),
    )
    .addOption(new Option('--test <share>', 'likewise').default(0.15).argParser(share))
    .option('--out <split.json>', 'write the split')
    .addOption(
      new Option('--check <split.json>', 'check a split for leaks, and that it fits what is there').conflicts(
        'split',
      ),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', LAYOUTS)
    .action(dataset);
}

const LAYOUTS = `
Kinds:
  deepship  CLASS/yyyymmdd-ID/hhmmss.wav or CLASS/ID.wav, and CLASS/*-metafile
  shipsear  ID__dd_mm_yy_NAME.wav, and shipsEar.xlsx saved as CSV
  iara      A/A-0001.wav …, and iara.csv
  folders   CLASS/VESSEL/recording.wav; cuts as CLASS/VESSEL/RECORDING/cut.wav
  index     CSV: path, source, class, size, vessel, recording_id; if wanted site, hydrophone, start, length_m,
            ais_type`;

async function dataset(path: string, options: Options): Promise<void> {
  refuseOddOptions(options);
  // What is wrong with a small file is told before the long listening.
  const stored = options.check === undefined ? null : await readSplit(options.check);
  const kind = options.kind ?? (await kindOfDataSet(path));
  const labelled = await labelledDataSet(path, kind, options.lengths);
  const bar = progressBar(labelled.recordings.length, 'recordings');
  const { recordings, leftOut } = await surveyDataSet(labelled, {
    hash: Boolean(options.split || stored),
    onProgress: (done) => bar.update(done),
  }).finally(() => bar.stop());

  const split = options.split ? splitRecordings(recordings, { ...options, by: options.split }) : null;
  const leaks = split ? findLeaks(split.sides) : [];
  const check = stored && checkSplit(recordings, stored);
  const printed = { path, kind, recordings, leftOut, split, leaks, check };
  console.log(options.json ? JSON.stringify(asJson(printed)) : asText(printed));
  for (const warning of split?.warnings ?? []) console.error(`hullprint: ${warning}`);
  if (check) refuseBadSplit(options.check!, check);
  refuseLeaks('the split', leaks);
  if (split && options.out !== undefined) await writeSplit(options.out, split);
}

interface Printed {
  path: string;
  kind: DataSetKind;
  recordings: readonly SurveyedRecording[];
  leftOut: { subject: string; reason: string }[];
  split: Split | null;
  leaks: Leak[];
  check: SplitCheck | null;
}

function asText({ path, kind, recordings, leftOut, split, leaks, check }: Printed): string {
  const lost = [...leftOut, ...(split?.leftOut ?? [])];
  return [
    `${path}: ${kind}`,
    contentsReport(recordings),
    ...(split ? [splitReport(split)] : []),
    ...(lost.length > 0 ? [leftOutReport(lost)] : []),
    ...(check ? [checkReport(check)] : []),
    ...(split && leaks.length === 0 ? ['checked: no vessel, recording or sound is on two sides'] : []),
  ].join('\n\n');
}

function asJson({ path, kind, recordings, leftOut, split, leaks, check }: Printed) {
  return {
    path,
    kind,
    ...countOf(recordings),
    list: recordings.map(({ files: _, startMs, ...recording }) => ({
      ...recording,
      start: startMs === null ? null : new Date(startMs).toISOString(),
    })),
    leftOut,
    split: split && JSON.parse(splitText(split)),
    warnings: split?.warnings ?? [],
    leaks,
    check,
  };
}

function refuseOddOptions({ split, out, validation, test }: Options): void {
  const reason =
    out !== undefined && !split
      ? '--out needs --split'
      : split && (validation + test >= 1 || validation + test === 0)
        ? '--validation and --test leave nothing to one side'
        : null;
  if (!reason) return;
  throw new HullprintError({
    operation: 'split',
    subject: 'data set',
    reason,
    hint: 'Write it as --split vessel --validation 0.15 --test 0.15 --out split.json.',
    exitCode: ExitCode.usage,
  });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It is a whole number from 0.');
  return value;
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError('It is a share from 0, below 1.');
  return value;
}
