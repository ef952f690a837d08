/** An audio device as PortAudio names it. */
export interface Device {
  name: string;
  hostApi: string;
  inputChannels: number;
  outputChannels: number;
  defaultSampleRateHz: number;
}

/**
 * The input device that a name means: the one that is called so, or else the only one whose name holds it,
 * whatever the case. Never an index: those change with every plug that is pulled.
 *
 * @returns the device, or why there is none
 */
export function findInputDevice(devices: Device[], name: string): Device | string {
  const inputs = devices.filter((device) => device.inputChannels > 0);
  const exact = inputs.find((device) => device.name === name);
  if (exact) return exact;
  const matches = inputs.filter((device) => device.name.toLowerCase().includes(name.toLowerCase()));
  if (matches.length === 1) return matches[0];
  const names = (some: Device[]) => some.map((device) => `"${device.name}"`).join(', ') || 'none';
  if (matches.length > 1) return `"${name}" could be any of ${names(matches)}: give more of the name`;
  return `no input device is called "${name}"; there is ${names(inputs)}`;
}
