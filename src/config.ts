import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { clipsConfig, historyConfig } from './config-keeping.js';
import { ExitCode, HullprintError } from './errors.js';

const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
    'letters, digits, - and _, 63 at most: it becomes part of a topic',
  );

const calibration = z
  .strictObject({
    sensitivityDb: z.number().negative().describe('Sensitivity of the hydrophone, dB re 1 V/µPa, e.g. -180'),
    gainDb: z.number().default(0).describe('Gain between hydrophone and converter, dB'),
    fullScaleVolts: z.number().positive().describe('Voltage at the converter that gives a sample of 1'),
  })
  .describe('Without it, levels are given re full scale and marked uncalibrated');

const channel = z.strictObject({
  name: name.describe('Name of the hydrophone; part of its topics'),
  source: z
    .string()
    .min(1)
    .describe(
      'portaudio:<device name or part of it>, file:<path>, stdin:, ffmpeg:<url> or simulate:<scenario>',
    ),
  input: z.int().positive().default(1).describe('Which input of a source with several, from 1'),
  sampleRateHz: z
    .int()
    .min(8000)
    .max(384_000)
    .optional()
    .describe('Rate to ask a device for, Hz, and the rate of stdin:; files have their own'),
  format: z
    .enum(['s16le', 's24le', 's32le', 'f32le'])
    .default('s16le')
    .describe('How the samples of stdin: are written'),
  realtime: z
    .union([z.boolean(), z.number().positive()], 'true, false or a number of times faster')
    .default(false)
    .describe(
      'Play a file or a simulation at its own pace, or a number of times faster; false: as fast as it goes',
    ),
  calibration: calibration.optional(),
  recorderTilt: z
    .union([z.enum(['auto', 'off']), z.number().min(-20).max(20)], 'auto, off or a number from -20 to 20')
    .default('auto')
    .describe(
      'How the response of hydrophone and recorder rises, dB a decade, to be taken off: estimated from what is heard, not at all, or as you know it',
    ),
});

const tls = z.strictObject({
  ca: z.string().optional().describe('PEM file of the authority that signed the broker’s certificate'),
  certificate: z.string().optional().describe('PEM file of the node’s certificate'),
  key: z.string().optional().describe('PEM file of the node’s key'),
  keyCredential: z.string().optional().describe('Name of a systemd credential that holds the key'),
});

const addressForm = 'mqtt://, mqtts://, ws:// or wss://, the host and perhaps a port';

const mqtt = z.strictObject({
  url: z
    .string()
    .regex(/^(mqtts?|wss?|tcp|ssl):\/\/[^/]/, { error: addressForm, abort: true })
    .refine((url) => URL.canParse(url), addressForm)
    .optional()
    .describe('Address of the broker; without it the daemon starts its own on loopback'),
  version: z
    .union([z.literal(5), z.literal('3.1.1')], '5 or "3.1.1"')
    .default(5)
    .describe('Version of MQTT; the number 5, or the text "3.1.1" for an older broker'),
  username: z.string().optional().describe('User at the broker'),
  passwordFile: z.string().optional().describe('File that holds the password'),
  passwordCredential: z.string().optional().describe('Name of a systemd credential that holds the password'),
  tls: tls.optional().describe('For mqtts:// and wss://; without it the system’s authorities are trusted'),
  baseTopic: z
    .string()
    .regex(/^(?!\$)[^+#/]+(\/(?!\$)[^+#/]+)*$/, 'a topic such as sea/jetty: no +, # or $, no empty level')
    .optional()
    .describe('Instead of hydro/<node>'),
  embeddedPort: z.int().min(0).max(65_535).default(1883).describe('Port of the daemon’s own broker'),
});

const homeAssistant = z.strictObject({
  discovery: z.boolean().default(true).describe('Announce the node as a device and its channels as entities'),
  prefix: z
    .string()
    .regex(/^[^+#/$]+$/, 'one level of a topic: no +, #, / or $')
    .default('homeassistant')
    .describe('Discovery prefix that is set in Home Assistant'),
  birthTopic: z
    .string()
    .regex(/^[^+#$]+$/, 'a topic: no +, # or $')
    .default('homeassistant/status')
    .describe('Where Home Assistant says that it is online: all is announced again then'),
});

const http = z
  .strictObject({
    enabled: z
      .boolean()
      .default(true)
      .describe('Serve the page, its API, /metrics (Prometheus), /healthz and /readyz'),
    address: z
      .union([z.ipv4(), z.ipv6()], 'an IP address of this board')
      .default('127.0.0.1')
      .describe('Where to listen; other than loopback only with a token'),
    port: z.int().min(0).max(65_535).default(8765).describe('Port to listen at'),
    names: z
      .array(z.string().toLowerCase())
      .default([])
      .describe('Names that the node is asked by, besides its addresses, localhost and the board’s own name'),
    tokenSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal')
      .optional()
      .describe('SHA-256 of a token that also readers must bear: openssl rand -hex 32, then sha256sum'),
  })
  .refine(({ address, tokenSha256 }) => tokenSha256 || /^(127\.|::1$)/.test(address), {
    path: ['tokenSha256'],
    message: 'an address that others can reach needs a token',
  });

const outbox = z.strictObject({
  maxRows: z.int().positive().default(100_000).describe('Messages that wait for the broker at most'),
  maxMegabytes: z
    .number()
    .positive()
    .default(64)
    .describe('Room for them, MB; when it is full the oldest of the least kind go first'),
});

export const configSchema = z
  .strictObject({
    node: name.describe('Name of this board'),
    stateFolder: z
      .string()
      .optional()
      .describe('Instead of $STATE_DIRECTORY, /var/lib/hullprint or ~/.local/state/hullprint'),
    model: z
      .string()
      .default('band-statistics')
      .describe('Name of a shipped model, or path of a model folder'),
    compute: z
      .strictObject({
        backend: z
          .enum(['auto', 'native', 'webgpu', 'wasm'])
          .default('auto')
          .describe('What networks run on; auto: the first of native, webgpu and wasm that works'),
        device: z
          .enum(['any', 'gpu'])
          .default('any')
          .describe('gpu: where no GPU can be used, hullprint ends with an error instead of a slow CPU'),
      })
      .prefault({})
      .describe('Where networks are computed'),
    mqtt: mqtt.prefault({}).describe('The broker that gets what is heard'),
    homeAssistant: homeAssistant
      .prefault({})
      .describe('Entities at a Home Assistant that hears the same broker'),
    http: http.prefault({}).describe('What is served over HTTP'),
    outbox: outbox.prefault({}).describe('What is kept while there is no broker'),
    history: historyConfig.prefault({}).describe('What is kept of what was heard'),
    clips: clipsConfig.prefault({}).describe('The sound of passages, in the state folder'),
    log: z
      .strictObject({
        level: z
          .enum(['trace', 'debug', 'info', 'warn', 'error'])
          .default('info')
          .describe('The least that is logged'),
      })
      .prefault({})
      .describe('JSON lines on stderr, which systemd’s journal keeps'),
    channels: z.array(channel).min(1).max(64).describe('The hydrophones'),
  })
  .superRefine((config, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of config.channels.entries()) {
      if (seen.has(name)) {
        context.addIssue({
          code: 'custom',
          path: ['channels', index, 'name'],
          message: `two channels are called ${name}`,
        });
      }
      seen.add(name);
    }
    const { url, tls } = config.mqtt;
    if (url && tls && !/^(mqtts|wss|ssl):/.test(url)) {
      context.addIssue({
        code: 'custom',
        path: ['mqtt', 'tls'],
        message: `${url.split(':')[0]}:// does not encrypt: write mqtts:// or wss://, or leave tls out`,
      });
    }
  });

export type Config = z.infer<typeof configSchema>;
export type ChannelConfig = Config['channels'][number];

/**
 * Reads and checks a configuration file. Throws HullprintError: 66 when it is not there, 78 when it is not
 * YAML or does not fit the schema; the message names the line or the key.
 */
export function loadConfig(path: string): Config {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new HullprintError({
      operation: 'read configuration',
      subject: path,
      reason: unreadable(cause),
      hint:
        code === 'EACCES'
          ? 'Give the user that runs hullprint the right to read it.'
          : 'Name the file with -c; deploy/hullprint.yaml is an example to start from.',
      exitCode: ExitCode.noInput,
      cause,
    });
  }
  return parseConfig(text, path);
}

/** Checks the text of a configuration; `subject` names it in messages. */
export function parseConfig(text: string, subject: string): Config {
  const document = parseDocument(text);
  const flaw = document.errors[0];
  if (flaw) throw badConfig(subject, flaw.message.split('\n')[0] ?? 'not YAML', 'Mend the YAML there.');
  const content = document.toJS();
  if (content === null)
    throw badConfig(subject, 'it is empty', 'deploy/hullprint.yaml is an example to start from.');
  const result = configSchema.safeParse(content);
  if (!result.success) {
    const [first, ...rest] = result.error.issues;
    const where = first!.path.length ? `${first!.path.join('.')}: ` : '';
    const more = rest.length ? ` (and ${rest.length} more)` : '';
    throw badConfig(
      subject,
      `${where}${first!.message}${more}`,
      'hullprint config schema prints what is allowed.',
    );
  }
  return result.data;
}

/** @param subject the file, or the key in it */
export function badConfig(subject: string, reason: string, hint: string): HullprintError {
  return new HullprintError({
    operation: 'use configuration',
    subject,
    reason,
    hint,
    exitCode: ExitCode.configuration,
  });
}

const reasons: Record<string, string> = {
  ENOENT: 'no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

/** Why a file cannot be read, for a person. */
export function unreadable(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
}
