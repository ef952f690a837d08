import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { aisConfig, positionConfig } from './config/ais.js';
import { channelConfig } from './config/channel.js';
import { renewKeys } from './config/earlier-keys.js';
import { httpConfig } from './config/http.js';
import { clipsConfig, historyConfig } from './config/keeping.js';
import { name } from './config/name.js';
import { homeAssistantConfig, mqttConfig, outboxConfig } from './config/publishing.js';
import { DEFAULT_MODEL } from './default-model.js';
import { ExitCode, HullprintError } from './errors.js';

export const configSchema = z
  .strictObject({
    node: name.describe('Name of this board'),
    stateFolder: z
      .string()
      .optional()
      .describe('Instead of $STATE_DIRECTORY, /var/lib/hullprint or ~/.local/state/hullprint'),
    model: z.string().default(DEFAULT_MODEL).describe('Name of a shipped model, or path of a model folder'),
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
    position: positionConfig.optional().describe('Where the hydrophones are; ais needs it'),
    ais: aisConfig.optional().describe('A receiver of AIS, whose ships are matched with passages'),
    mqtt: mqttConfig.prefault({}).describe('The broker that gets what is heard'),
    homeAssistant: homeAssistantConfig
      .prefault({})
      .describe('Entities at a Home Assistant that hears the same broker'),
    http: httpConfig.prefault({}).describe('What is served over HTTP'),
    outbox: outboxConfig.prefault({}).describe('What is kept while there is no broker'),
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
    channels: z.array(channelConfig).min(1).max(64).describe('The hydrophones'),
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
    if (config.ais && !config.position) {
      const message = 'ais needs to know where the hydrophones are: latitude and longitude';
      context.addIssue({ code: 'custom', path: ['position'], message });
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

type Warn = (message: string) => void;
const toStderr: Warn = (message) => console.error(`warning: ${message}`);

/**
 * Reads and checks a configuration file. Throws HullprintError: 66 when it is not there, 78 when it is not
 * YAML or does not fit the schema; the message names the line or the key.
 *
 * @param warn told of each key of an earlier release, which is read as what it is now
 */
export function loadConfig(path: string, warn: Warn = toStderr): Config {
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
  return parseConfig(text, path, warn);
}

/** Checks the text of a configuration; `subject` names it in messages. */
export function parseConfig(text: string, subject: string, warn: Warn = toStderr): Config {
  const document = parseDocument(text);
  const flaw = document.errors[0];
  if (flaw) throw badConfig(subject, flaw.message.split('\n')[0] ?? 'not YAML', 'Mend the YAML there.');
  for (const warning of renewKeys(document)) warn(`${subject}: ${warning}`);
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
