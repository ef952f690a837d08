import { ExitCode, HullprintError } from '../errors.js';

export interface Topics {
  readonly status: string;
  readonly info: string;
  readonly health: string;
  event(channel: string): string;
  state(channel: string): string;
  levels(channel: string): string;
  effort(channel: string): string;
  /** Told to pages alone, while one asks; so is `demon`. */
  spectrogram(channel: string): string;
  demon(channel: string): string;
}

/**
 * The topics of a node, `hydro/<node>/…` unless another base is given.
 * Throws a `HullprintError` (78) on names that MQTT or a subscriber's wildcards would misread.
 */
export function topicsOf(node: string, base = `hydro/${checkedName('node', node)}`): Topics {
  checkedName('node', node);
  for (const level of base.split('/')) checkedName('base topic', level, base);
  const ofChannel = (leaf: string) => (channel: string) =>
    `${base}/${checkedName('channel', channel)}/${leaf}`;
  return {
    status: `${base}/status`,
    info: `${base}/info`,
    health: `${base}/health`,
    event: ofChannel('event'),
    state: ofChannel('state'),
    levels: ofChannel('levels'),
    effort: ofChannel('effort'),
    spectrogram: ofChannel('spectrogram'),
    demon: ofChannel('demon'),
  };
}

/** One level of a topic: not empty, without wildcards, separators and control characters, not hidden by a `$`. */
function checkedName(what: string, name: string, shown = name): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: MQTT 5 §1.5.4 forbids exactly these
  if (name !== '' && !/[+#/\u0000-\u001f\u007f-\u009f]|^\$/.test(name)) return name;
  throw new HullprintError({
    operation: 'use name',
    subject: `"${shown}" of the ${what}`,
    reason: name === '' ? 'a level of an MQTT topic is empty' : 'MQTT topics cannot carry it',
    hint: 'Use letters, digits, "-" and "_": no "+", "#", "/", control characters or leading "$"',
    exitCode: ExitCode.configuration,
  });
}
