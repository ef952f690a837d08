import { type Command, Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { ExitCode, HullprintError } from '../errors.js';
import { decidecadeBands } from '../features/decidecades.js';
import type { Calibration, LevelFrame } from '../features/frames.js';
import { summariseLevels } from '../features/level-percentiles.js';
import { hearFeatures } from '../hear-features.js';
import { type CalibrationFlags, calibrationOptions, readCalibration } from './calibration-options.js';
import { inputOption } from './input-option.js';
import { openRecording } from './open-recording.js';

interface Options extends CalibrationFlags {
  input: number;
  json?: true;
  csv?: true;
}

export function levelsCommand(command: Command): void {
  command
    .argument('<file>', 'recording')
    .addOption(inputOption())
    .addOption(new Option('--json', 'print the summary as JSON').conflicts('csv'))
    .option('--csv', 'print the levels of each second as CSV');
  calibrationOptions(command).action(levels);
}

async function levels(path: string, options: Options): Promise<void> {
  const calibration = readCalibration(options);
  const frames: LevelFrame[] = [];
  const source = openRecording(path);
  const { sampleRateHz } = await hearFeatures(source, options.input, calibration, (features) => {
    if (features.type === 'level') frames.push(features.level);
  });
  const summary = summariseLevels(frames);
  if (!summary) throw recordingTooShort(path);
  const bands = decidecadeBands(sampleRateHz);
  const reference = referenceName(calibration);
  if (options.csv) {
    const rows = frames.map((frame) => [
      frame.startSeconds,
      frame.splDb.toFixed(2),
      ...Array.from(frame.decidecadeDb, (db) => db.toFixed(2)),
    ]);
    const header = [
      'start_s',
      `spl_db re ${reference}`,
      ...bands.centreHz.map((hz) => `${hz.toFixed(1)} Hz`),
    ];
    process.stdout.write(stringify([header, ...rows]));
    return;
  }
  if (options.json) {
    console.log(JSON.stringify({ path, reference, centreHz: bands.centreHz, ...summary }, null, 2));
    return;
  }
  const { spl } = summary;
  console.log(`${path}: ${summary.seconds.toFixed(summary.seconds < 1 ? 1 : 0)} s, dB re ${reference}`);
  console.log(`${'band'.padStart(9)}    mean     L5    L10    L50    L90    L95`);
  const line = (name: string, level: typeof spl): string =>
    [level.meanDb, level.l5, level.l10, level.l50, level.l90, level.l95].reduce(
      (text, db) => text + db.toFixed(1).padStart(7),
      name.padStart(9),
    );
  console.log(line('all', spl));
  for (const [band, level] of summary.decidecades.entries()) console.log(line(bands.names[band]!, level));
}

function recordingTooShort(path: string): HullprintError {
  return new HullprintError({
    operation: 'measure',
    subject: path,
    reason: 'it is too short for a level',
    hint: 'Give a recording of at least 0.1 s',
    exitCode: ExitCode.data,
  });
}

function referenceName(calibration: Calibration | null): string {
  return calibration ? '1 µPa' : 'full scale (uncalibrated)';
}
