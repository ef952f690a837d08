import { type Command, Option } from 'commander';
import { readIndex } from '../datasets/index-file.js';
import type { LabelledRecording } from '../datasets/labelled-recording.js';
import { DEFAULT_MODEL } from '../default-model.js';
import { type AudioChange, parseChange, STANDARD_CHANGES } from '../evaluation/audio-change.js';
import { evaluateRecordings } from '../evaluation/evaluate.js';
import { type EvaluatedModel, loadEvaluatedModel } from '../evaluation/evaluated-model.js';
import { evaluationJson } from '../evaluation/evaluation-json.js';
import { outcomesPage } from '../evaluation/outcomes-page.js';
import { evaluationPage } from '../evaluation/page/evaluation-page.js';
import { evaluationReport } from '../evaluation/report.js';
import { type EvaluationSummary, summarise } from '../evaluation/summary.js';
import { textTable } from '../evaluation/text-table.js';
import { evaluateFewShot, type FewShotOptions } from './evaluate-few-shot.js';
import { expectProtocol } from './evaluate-protocol.js';
import { wholeNumber } from './number-option.js';
import { progressBar } from './progress.js';
import { type SeenWay, seenOption, unseen } from './seen-option.js';
import { type SnrRange, snrRange, withinSnr } from './snr-option.js';
import { expectReport, typedCommand, writeReport } from './write-report.js';

interface EvaluateOptions extends FewShotOptions {
  model: string;
  protocol?: 'few-shot';
  markdown?: boolean;
  forced?: boolean;
  change?: AudioChange;
  changes?: boolean;
  snr?: SnrRange;
  seen: SeenWay;
  recorderTilt: 'auto' | 'off';
}

/** Adds `hullprint evaluate`. */
export function evaluateCommand(command: Command): void {
  command
    .argument('<index.csv>', 'columns path, source, class, size, vessel, recording_id')
    .option('-m, --model <name>', 'a shipped model, or the folder of one', DEFAULT_MODEL)
    .addOption(new Option('--json', 'print one JSON object').conflicts('markdown'))
    .option('--markdown', 'print a page with the outcomes one by one')
    .option('--forced', 'answer big, small or none always, without an unknown zone')
    .addOption(
      new Option('--change <change>', `change the audio first: ${STANDARD_CHANGES.join(', ')}, …`)
        .argParser(parseChange)
        .conflicts('changes'),
    )
    .option('--changes', 'a table of what the verdicts stand: unchanged and under each change')
    .addOption(
      new Option('--report <file.html>', 'also write a page with scores, pictures and outcomes').conflicts(
        'changes',
      ),
    )
    .addOption(
      new Option('--snr <range>', 'only ships of these SNRs, as 0..20 dB, and all without').argParser(
        snrRange,
      ),
    )
    .addOption(seenOption())
    .addOption(
      new Option(
        '--recorder-tilt <how>',
        'auto: estimate the recorder of each site and take it off; few-shot: always off',
      )
        .choices(['auto', 'off'])
        .default('auto'),
    )
    .addOption(
      new Option('--protocol <protocol>', 'few-shot: episodes of 1, 3, 5 and 10 recordings of support')
        .choices(['few-shot'])
        .conflicts(['markdown', 'forced', 'change', 'changes']),
    )
    .option('--baseline', 'few-shot alone: also mean and spread of log band levels, on the same episodes')
    .option('--episodes <number>', 'few-shot alone: episodes for each k', wholeNumber(1), 600)
    .option('--seed <number>', 'few-shot alone: draws the episodes', wholeNumber(0), 1)
    .action(evaluate);
}

async function evaluate(index: string, options: EvaluateOptions, command: Command): Promise<void> {
  expectProtocol(command);
  if (options.report !== undefined) await expectReport(options.report);
  const listed = await readIndex(index);
  const wanted = options.snr ? withinSnr(listed, options.snr, index) : listed;
  const model = await loadEvaluatedModel(options.model);
  const recordings = await unseen(wanted, index, options.model, options.seen);
  if (options.protocol === 'few-shot') return evaluateFewShot(recordings, model, options);
  if (options.forced) {
    model.judge.unknownZone = { leastProbability: 0, farthestDistance: Number.POSITIVE_INFINITY };
  }
  if (options.recorderTilt === 'off') model.prior = null;
  if (options.changes) {
    const summaries = await summariesOfChanges(recordings, model);
    console.log(options.json ? JSON.stringify(Object.fromEntries(summaries)) : changesTable(summaries));
    return;
  }
  const { evaluated, summary } = await judge(recordings, model, options.change ?? null);
  if (options.report !== undefined) {
    const source = { model, command: typedCommand() };
    await writeReport(options.report, evaluationPage(source, evaluated, summary));
  }
  if (options.json) console.log(JSON.stringify(evaluationJson(model, evaluated, summary)));
  else if (options.markdown) {
    const changes = options.change ? [] : await summariesOfChanges(recordings, model);
    console.log(outcomesPage(model, evaluated, summary, changes));
  } else console.log(evaluationReport(evaluated, summary));
}

async function judge(recordings: LabelledRecording[], model: EvaluatedModel, change: AudioChange | null) {
  const bar = progressBar(recordings.length, change ? `recordings, ${change.name}` : 'recordings');
  try {
    const onProgress = (done: number) => bar.update(done);
    const evaluated = await evaluateRecordings(recordings, model, { change, onProgress });
    return { evaluated, summary: summarise(evaluated) };
  } finally {
    bar.stop();
  }
}

async function summariesOfChanges(
  recordings: LabelledRecording[],
  model: EvaluatedModel,
): Promise<[string, EvaluationSummary][]> {
  const scored = recordings.filter(({ size }) => size !== 'medium' && size !== 'unlabelled');
  const summaries: [string, EvaluationSummary][] = [];
  for (const change of [null, ...STANDARD_CHANGES.map(parseChange)]) {
    const { summary } = await judge(scored, model, change);
    summaries.push([change?.name ?? 'as recorded', summary]);
  }
  return summaries;
}

function changesTable(summaries: readonly [string, EvaluationSummary][]): string {
  const sizes = summaries[0][1].verdict.classes.map(({ size }) => size);
  return textTable(
    ['change', ...sizes, 'unknown', 'wrong', ...sizes.map((size) => `forced ${size}`)],
    summaries.map(([change, { verdict, forced }]) => [
      change,
      ...verdict.classes.map(({ right, recordings }) => `${right}/${recordings}`),
      String(verdict.unknown),
      String(verdict.wrong),
      ...forced.classes.map(({ right, recordings }) => `${right}/${recordings}`),
    ]),
  );
}
