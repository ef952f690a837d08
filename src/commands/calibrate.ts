import { renameSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parseDocument } from 'yaml';
import { type ChannelConfig, loadConfig, parseConfig } from '../config.js';
import { HydrophoneWatch } from '../decision/hydrophone-health.js';
import { ExitCode, HullprintError } from '../errors.js';
import { calibrationOffsetDb } from '../features/calibration.js';
import { type ReferenceTone, referenceTone } from '../features/reference-tone.js';
import { channelOf, hearChannel } from './hear-channel.js';
import { readNamed } from './named-file.js';
import { USUAL_CONFIG } from './node-options.js';
import { numberBetween } from './number-option.js';

/** A tone less above everything else is not the calibrator's alone. */
const LEAST_SNR_DB = 20;
/** A calibrator that sits well is steadier than this. */
const MOST_SD_DB = 0.2;
/** A device's first second may click. */
const SETTLE_SECONDS = 1;

interface Options {
  config: string;
  level: number;
  frequency: number;
  seconds: number;
  write?: true;
}

export function calibrateCommand(command: Command): void {
  command
    .argument('<channel>', 'channel of the configuration, with the calibrator on its hydrophone')
    .requiredOption(
      '--level <dB>',
      "the calibrator's sound pressure level, dB re 1 µPa (rms)",
      numberBetween(1, 300),
    )
    .option('--frequency <Hz>', "the calibrator's frequency", numberBetween(1, 100_000), 250)
    .option('--seconds <number>', 'how long to listen', numberBetween(1, 600), 10)
    .option('-c, --config <file>', 'configuration file', USUAL_CONFIG)
    .option('--write', 'put the result into the configuration; everything else in it stays')
    .action(calibrate);
}

async function calibrate(name: string, options: Options): Promise<void> {
  const channel = channelOf(options.config, name);
  const tone = await hearTone(channel, options);
  const { gainDb = 0, fullScaleVolts = 1 } = channel.calibration ?? {};
  const known = { sensitivityDb: 0, gainDb, fullScaleVolts };
  // What makes the tone's level come out as the calibrator's.
  const sensitivityDb = Number((tone.levelDb + calibrationOffsetDb(known) - options.level).toFixed(2));
  const { frequencyHz, levelDb, sdDb, seconds, snrDb } = tone;
  console.log(
    `${name}: ${frequencyHz.toFixed(2)} Hz, ${levelDb.toFixed(2)} dB re full scale over ${seconds} s, steady to ${sdDb.toFixed(3)} dB, ${snrDb.toFixed(0)} dB above the rest`,
  );
  if (channel.calibration) {
    const moved = sensitivityDb - channel.calibration.sensitivityDb;
    console.log(`it was ${channel.calibration.sensitivityDb}: moved by ${moved.toFixed(2)} dB`);
  }
  const calibration = { sensitivityDb, gainDb, fullScaleVolts };
  const entries = Object.entries(calibration).map(([key, value]) => `${key}: ${value}`);
  console.log(`calibration: { ${entries.join(', ')} }`);
  if (!options.write) return;
  writeCalibration(options.config, name, calibration);
  console.log(`written to ${options.config}; reload the daemon: systemctl reload hullprint`);
}

/** Throws HullprintError (65) for what is no steady, clean tone. */
async function hearTone(channel: ChannelConfig, { frequency, seconds }: Options): Promise<ReferenceTone> {
  const blocks: Float32Array[] = [];
  let [heard, rate] = [0, 0];
  let watch: HydrophoneWatch | null = null;
  const leave = new AbortController();
  await hearChannel(channel, leave.signal, (samples, sampleRateHz) => {
    if (samples.length === 0) watch = new HydrophoneWatch(sampleRateHz);
    rate = sampleRateHz;
    watch!.push(samples);
    blocks.push(samples.slice());
    heard += samples.length;
    if (heard >= (seconds + SETTLE_SECONDS) * rate) leave.abort();
  });
  const all = new Float32Array(heard);
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  const settled = all.subarray(SETTLE_SECONDS * rate);
  const tone = rate > 0 ? referenceTone(settled, rate, frequency) : null;
  if (!tone) throw refusal(channel.name, 'it gave less than two seconds', 'Listen to it for longer');
  if (watch!.snapshot().problems.some(({ problem }) => problem === 'clipping'))
    throw refusal(channel.name, 'the converter is overdriven', 'Lower the gain and calibrate again');
  if (tone.snrDb < LEAST_SNR_DB)
    throw refusal(
      channel.name,
      `no clean tone about ${frequency} Hz: the best, at ${tone.frequencyHz.toFixed(1)} Hz, is ${tone.snrDb.toFixed(0)} dB above the rest`,
      `See that the calibrator runs and sits tight; ${LEAST_SNR_DB} dB are needed`,
    );
  if (tone.sdDb > MOST_SD_DB)
    throw refusal(
      channel.name,
      `the tone is not steady: its seconds differ by ${tone.sdDb.toFixed(2)} dB`,
      `Let it settle; ${MOST_SD_DB} dB are allowed`,
    );
  return tone;
}

/** Comments and everything else stay. Throws HullprintError (73) when it cannot be written. */
function writeCalibration(path: string, name: string, calibration: object): void {
  const document = parseDocument(readNamed(path).toString('utf8'));
  const index = loadConfig(path).channels.findIndex((channel) => channel.name === name);
  document.setIn(['channels', index, 'calibration'], document.createNode(calibration, { flow: true }));
  const text = document.toString({ lineWidth: 0 });
  parseConfig(text, path);
  try {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  } catch (cause) {
    throw new HullprintError({
      operation: 'write',
      subject: path,
      reason: (cause as Error).message,
      hint: 'Put the line above into it yourself, or run this as root',
      exitCode: ExitCode.cannotCreate,
      cause,
    });
  }
}

function refusal(channel: string, reason: string, hint: string): HullprintError {
  return new HullprintError({
    operation: 'calibrate',
    subject: `channel ${channel}`,
    reason,
    hint,
    exitCode: ExitCode.data,
  });
}
