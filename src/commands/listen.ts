import type { Command } from 'commander';
import type { ChannelConfig } from '../config.js';
import { HydrophoneWatch } from '../decision/hydrophone-health.js';
import { decidecadeBands } from '../features/decidecades.js';
import { FeatureExtractor } from '../features/extractor.js';
import type { LevelFrame } from '../features/frames.js';
import { channelOf, hearChannel } from './hear-channel.js';
import { USUAL_CONFIG } from './node-options.js';
import { wholeNumber } from './number-option.js';
import { stopSignal } from './run.js';

const BARS = ' ▁▂▃▄▅▆▇█';
/** The range that a bar shows, dB. */
const RANGE_DB = 60;

export function listenCommand(command: Command): void {
  command
    .argument('<channel>', 'channel of the configuration')
    .option('-c, --config <file>', 'configuration file', USUAL_CONFIG)
    .option('--seconds <number>', 'end after so many', wholeNumber(1))
    .action(async (name: string, options: { config: string; seconds?: number }) => {
      await listen(channelOf(options.config, name), options.seconds ?? Number.POSITIVE_INFINITY);
    });
}

/** A line each second: level, peak, what is wrong, decidecades as bars. On a terminal the bars stay in one place. */
async function listen(channel: ChannelConfig, seconds: number): Promise<void> {
  const calibration = channel.calibration ?? null;
  const unit = calibration ? 'dB re 1 µPa' : 'dB re full scale';
  const leave = new AbortController();
  void stopSignal().then(() => leave.abort());
  let extractor: FeatureExtractor | null = null;
  let watch: HydrophoneWatch | null = null;
  let centreHz: readonly number[] = [];
  let peak = 0;
  let told = 0;
  await hearChannel(channel, leave.signal, (samples, sampleRateHz) => {
    if (samples.length === 0) {
      extractor = new FeatureExtractor({ sampleRateHz, calibration, compression: 'log' });
      watch = new HydrophoneWatch(sampleRateHz);
      centreHz = decidecadeBands(sampleRateHz).centreHz;
      console.log(`${channel.name}: ${sampleRateHz} Hz, levels in ${unit}; bars from ${axis(centreHz)}`);
      return;
    }
    for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    watch!.push(samples);
    extractor!.push(samples, (features) => {
      if (features.type !== 'level' || told >= seconds) return;
      told++;
      const problems = watch!.snapshot().problems.map(({ advice }) => `  ! ${advice}`);
      say([line(features.level, peak), ...problems], told);
      peak = 0;
      if (told >= seconds) leave.abort();
    });
  });
}

function line({ splDb, decidecadeDb }: LevelFrame, peak: number): string {
  const peakDb = 20 * Math.log10(peak);
  const loudest = Math.max(...decidecadeDb);
  const bars = Array.from(decidecadeDb, (db) => {
    const share = Math.max(0, 1 + (db - loudest) / RANGE_DB);
    return BARS[Math.round(share * (BARS.length - 1))];
  });
  return `${decibels(splDb)} dB  peak ${decibels(peakDb)} dB FS${peak >= 0.99 ? ' CLIPPED' : ''}  ${bars.join('')}`;
}

let linesBefore = 0;

/** A terminal's latest lines are written over; anywhere else each stays. */
function say(lines: string[], count: number): void {
  if (process.stdout.isTTY) {
    if (count > 1) process.stdout.write(`\x1b[${linesBefore}A\x1b[J`);
    linesBefore = lines.length;
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

const decibels = (db: number) => (Number.isFinite(db) ? db.toFixed(1) : '−∞').padStart(6);

const axis = (centreHz: readonly number[]) =>
  `${centreHz[0]!.toFixed(0)} Hz to ${centreHz.at(-1)!.toFixed(0)} Hz in ${centreHz.length} decidecades`;
