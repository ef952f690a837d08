import { type Command, Option } from 'commander';
import { DemonAccumulator } from '../features/demon.js';
import { estimateShaft } from '../features/shaft.js';
import { hearFeatures } from '../hear-features.js';
import { inputOption } from './input-option.js';
import { openRecording } from './open-recording.js';

interface Options {
  input: number;
  json?: true;
  csv?: true;
}

export function demonCommand(command: Command): void {
  command
    .argument('<file>', 'recording')
    .addOption(inputOption())
    .addOption(new Option('--json', 'print shaft, blades and spectrum as JSON').conflicts('csv'))
    .option('--csv', 'print the spectrum as CSV')
    .action(demon);
}

async function demon(path: string, options: Options): Promise<void> {
  const accumulator = new DemonAccumulator();
  const source = openRecording(path);
  const { seconds } = await hearFeatures(source, options.input, null, (features) => {
    if (features.type === 'demon') accumulator.add(features.demon);
  });
  const spectrum = accumulator.spectrum();
  const shaft = spectrum && estimateShaft(spectrum);
  if (options.json) {
    console.log(
      JSON.stringify(
        { path, seconds, shaft, binHz: spectrum?.binHz ?? null, power: Array.from(spectrum?.power ?? []) },
        null,
        2,
      ),
    );
  } else if (options.csv) {
    console.log('frequency_hz,power');
    for (const [bin, power] of spectrum?.power.entries() ?? []) {
      console.log(`${(bin * spectrum!.binHz).toFixed(3)},${power}`);
    }
  } else if (!spectrum) {
    console.log(`${path}: too short for a DEMON spectrum (1.5 s are needed, 30 s or more are good).`);
  } else if (!shaft) {
    console.log(`${path}: no shaft that can be trusted in ${seconds.toFixed(1)} s.`);
  } else {
    const { shaftHz, bladeCount, bladeRateHz, trust } = shaft;
    const blades = bladeRateHz
      ? `${bladeCount} blades, blade rate ${bladeRateHz.toFixed(2)} Hz`
      : 'blades not to be told';
    console.log(
      `${path}: shaft ${shaftHz.toFixed(2)} Hz (${(60 * shaftHz).toFixed(0)} rpm), ${blades}, ` +
        `trust ${Math.round(100 * trust)} %`,
    );
  }
}
