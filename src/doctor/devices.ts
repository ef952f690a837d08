import { findInputDevice } from '../capture/portaudio-device.js';
import { listDevices } from '../capture/portaudio-devices.js';
import { HullprintError } from '../errors.js';
import type { Finding } from './finding.js';

/** Looks for the devices that the configured sources name; without any, tells what there is. */
export async function checkDevices(sources: readonly string[]): Promise<Finding[]> {
  const wanted = [...new Set(sources)].filter((source) => source.startsWith('portaudio:'));
  try {
    const devices = await listDevices();
    if (wanted.length) {
      return wanted.map((source): Finding => {
        const found = findInputDevice(devices, source.slice('portaudio:'.length));
        return typeof found === 'string'
          ? { subject: source, state: 'bad', says: found, mend: 'hullprint devices lists what can be named' }
          : { subject: source, state: 'good', says: `${found.name}, ${found.inputChannels} inputs` };
      });
    }
    const inputs = devices.filter(({ inputChannels }) => inputChannels > 0);
    return [
      inputs.length
        ? { subject: 'sound devices', state: 'good', says: inputs.map(({ name }) => name).join(', ') }
        : {
            subject: 'sound devices',
            state: 'note',
            says: 'none with an input',
            mend: 'Plug the interface in; arecord -l shows what ALSA sees',
          },
    ];
  } catch (error) {
    if (!(error instanceof HullprintError)) throw error;
    const state = wanted.length ? 'bad' : 'note';
    return [{ subject: 'sound devices', state, says: error.reason, mend: error.hint }];
  }
}
