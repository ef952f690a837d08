import { writeFileSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { ExitCode, HullprintError } from '../errors.js';
import { evaluateDemon } from '../evaluation/demon-evaluation.js';
import { fitOnClearRows, measureRows } from '../evaluation/demon-picks.js';
import {
  type DemonSpectrumRow,
  isClear,
  RENDERED_SPECTRA,
  readDemonSpectra,
} from '../evaluation/demon-spectra.js';
import { demonTable } from '../evaluation/demon-table.js';
import { shaftWeightsSource } from '../training/shaft-weights-file.js';

interface Options {
  train?: string;
  rendered: string | false;
  json?: boolean;
  writeWeights?: string;
}

export function evaluateDemonCommand(command: Command): void {
  command
    .argument(
      '<spectra>',
      'JSON lines: id, cls, vessel, seconds, clear, shaft_hz, blades, resolution_hz, spectrum',
    )
    .option('--train <spectra>', 'fit on these spectra instead of cross-validating by vessel')
    .option('--rendered <spectra>', 'rendered spectra that each fit learns from too', RENDERED_SPECTRA)
    .option('--no-rendered', 'fit on hand-labelled spectra alone')
    .option('--json', 'print one JSON object')
    .option(
      '--write-weights <file>',
      "fit on all clear rows and write the picker's weights as TypeScript, instead",
    )
    .action(async (path: string, options: Options) => {
      const spectra = await readDemonSpectra(path);
      const rendered = options.rendered === false ? [] : await readDemonSpectra(options.rendered);
      if (options.writeWeights !== undefined) return writeWeights(spectra, rendered, options.writeWeights);
      const training = options.train === undefined ? null : await readDemonSpectra(options.train);
      if (!training) requireTwoVessels(spectra, path);
      const report = withProgress((onFit) => evaluateDemon(spectra, training, rendered, onFit));
      console.log(options.json ? JSON.stringify(report) : demonTable(report));
    });
}

function writeWeights(
  spectra: readonly DemonSpectrumRow[],
  rendered: readonly DemonSpectrumRow[],
  file: string,
): void {
  const clear = spectra.filter(isClear).length;
  const origin = `Fitted on ${clear} clear spectra of Deepship_Demon_Analysis (MIT) and ${rendered.length} rendered ones.`;
  const source = shaftWeightsSource(fitOnClearRows(measureRows(spectra), measureRows(rendered)), origin);
  try {
    writeFileSync(file, source);
  } catch (cause) {
    throw new HullprintError({
      operation: 'write weights',
      subject: file,
      reason: (cause as Error).message,
      hint: 'Name a file in a folder that exists and may be written.',
      exitCode: ExitCode.cannotCreate,
      cause,
    });
  }
  console.log(`${file} holds weights fitted on ${clear} clear spectra and ${rendered.length} rendered ones`);
}

function requireTwoVessels(spectra: readonly DemonSpectrumRow[], path: string): void {
  const vessels = new Set(spectra.filter(isClear).map(({ vessel }) => vessel));
  if (vessels.size > 1) return;
  throw new HullprintError({
    operation: 'cross-validate',
    subject: path,
    reason: 'its clear rows are all of one vessel (rows without a name count as one)',
    hint: 'Give other spectra to fit on with --train.',
    exitCode: ExitCode.data,
  });
}

/** Shows a bar on standard error while it works, when that is a terminal. */
function withProgress<T>(work: (onFit: (done: number, all: number) => void) => T): T {
  const bar = new SingleBar({
    format: 'fits {bar} {value}/{total}',
    stream: process.stderr,
    hideCursor: true,
  });
  if (!process.stderr.isTTY) return work(() => {});
  bar.start(1, 0);
  try {
    return work((done, all) => {
      bar.setTotal(all);
      bar.update(done);
    });
  } finally {
    bar.stop();
  }
}
