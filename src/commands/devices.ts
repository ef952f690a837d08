import type { Command } from 'commander';
import { listDevices } from '../capture/portaudio-devices.js';

export function devicesCommand(command: Command): void {
  command.option('--json', 'print JSON').action(async (options: { json?: true }) => {
    const devices = (await listDevices()).filter(({ inputChannels }) => inputChannels > 0);
    if (options.json) {
      console.log(JSON.stringify(devices, null, 2));
    } else if (!devices.length) {
      console.log(
        'No sound device with an input. Is the interface plugged in? `arecord -l` shows what ALSA sees.',
      );
    }
    for (const { name, hostApi, inputChannels, defaultSampleRateHz } of options.json ? [] : devices) {
      const inputs = `${inputChannels} input${inputChannels === 1 ? '' : 's'}`;
      console.log(`portaudio:${name}\n    ${hostApi}, ${inputs}, ${defaultSampleRateHz} Hz`);
    }
  });
}
