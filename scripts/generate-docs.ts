/** Writes docs/CONFIGURATION.md, docs/MQTT.md and docs/openapi.json from the schemas in the code: `npx tsx scripts/generate-docs.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { configSchema } from '../src/config.js';
import { openApi } from '../src/http/openapi.js';
import { messages, SCHEMA } from '../src/publish/messages.js';
import { version } from '../src/version.js';
import { code, type JsonSchema, kindOf, prose, rowsOf, table } from './schema-tables.js';

/** What the schemas do not say of a topic. */
const topics: Record<keyof typeof messages, { topic: string; sent: string; what: string }> = {
  status: { topic: 'status', sent: 'retained, QoS 1', what: 'Plain text. `offline` is the last will.' },
  info: { topic: 'info', sent: 'retained, QoS 1', what: 'What this node is. At each start.' },
  health: { topic: 'health', sent: 'retained, QoS 1', what: 'How it does. Each 30 s.' },
  event: {
    topic: '<channel>/event',
    sent: 'QoS 1, kept on disk until the broker has it',
    what: 'A passage: `new` when it opens, `update` when the verdict changes, `end` when it is over. A message that equals an earlier one but for `replayed` is a repeat.',
  },
  state: { topic: '<channel>/state', sent: 'retained, QoS 1', what: 'The verdict now.' },
  levels: {
    topic: '<channel>/levels',
    sent: 'QoS 0, not repeated after an outage',
    what: 'Levels of ten seconds.',
  },
  effort: {
    topic: '<channel>/effort',
    sent: 'QoS 1, kept on disk until the broker has it',
    what: 'What was really listened to. Each minute.',
  },
};

const made = '<!-- Made by `npx tsx scripts/generate-docs.ts`. -->';

/** docs/CONFIGURATION.md. `example`: the text of deploy/hullprint.yaml. */
export function configurationPage(example: string): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema;
  const rows = rowsOf(schema).map(({ path, schema: value, required }) => [
    code(path),
    value.properties ? '' : kindOf(value),
    required ? 'required' : isPlain(value.default) ? code(value.default) : '',
    prose(value.description),
  ]);
  return `${made}
# Configuration

\`/etc/hullprint/hullprint.yaml\`, or the file that \`-c\` names. \`hullprint config check\` tells what is wrong with it, by its key; a key that is not in this table is an error, so that a slip of the pen is found. \`hullprint config schema\` prints the same as JSON Schema.

${table(['key', 'value', 'default', 'meaning'], rows)}

Passwords and keys are never written into this file: \`passwordFile\` and \`tls.key\` name files, \`passwordCredential\` and \`tls.keyCredential\` systemd credentials. The service takes \`mqtt-password\` and \`mqtt-key\` from \`/etc/hullprint/credentials\`.

## An example

\`\`\`yaml
${example.trim()}
\`\`\`
`;
}

/** docs/MQTT.md. */
export function mqttPage(): string {
  const sections = Object.entries(topics).map(([name, { topic, sent, what }]) => {
    const schema = z.toJSONSchema(messages[name as keyof typeof messages], { io: 'input' }) as JsonSchema;
    const rows = rowsOf(schema).map(({ path, schema: value }) => [
      code(path),
      value.properties ? 'object' : kindOf(value),
      prose(value.description),
    ]);
    const fields = rows.length ? table(['field', 'value', 'meaning'], rows) : `Value: ${kindOf(schema)}.`;
    return `## ${code(`…/${topic}`)}\n\n${what} ${sent[0]!.toUpperCase()}${sent.slice(1)}.\n\n${fields}\n`;
  });
  return `${made}
# What a node says over MQTT

Schema ${SCHEMA}. Topics lie under \`hydro/<node>\`, or under \`mqtt.baseTopic\`. Payloads are JSON; times are UTC in ISO 8601, frequencies Hz, levels dB re 1 µPa (ISO 18405) unless marked \`full scale\`. Within schema ${SCHEMA} fields may be added, never changed or taken away: read what you know, ignore the rest. The same as JSON Schema: [schema/](schema); for TypeScript: \`hullprint/messages\`. A broker for nodes, with TLS and rights by topic: \`deploy/mosquitto\`.

Delivery of events and effort is at least once: they are on disk before they are published, and stay there until the broker has acknowledged them. Levels are given up while there is no broker. Everything retained is sent again after a reconnect.

${sections.join('\n')}
${homeAssistant}`;
}

const homeAssistant = `## \`homeassistant/device/<node>/config\`

Home Assistant's device discovery, retained, QoS 1: the node is a device, and each channel brings these entities, all unavailable while the node is offline.

${table(
  ['entity', 'kind', 'value'],
  [
    [
      'size',
      'sensor, enum',
      '`big`, `small`, `unknown_size`, `none`; Home Assistant’s own `unknown` while the channel does not listen',
    ],
    ['class', 'sensor', 'name of the vessel class; `unknown` without one'],
    ['confidence', 'sensor, %', 'of the size'],
    [
      'level',
      'sensor, dB',
      'of the latest ten seconds; attributes: `reference`, percentiles; unavailable after 45 s without',
    ],
    [
      'health',
      'sensor, enum',
      '`starting`, `listening`, `source_missing`, `stopped`; attributes: `reason`, `problems`, `gaps`, `overflows`, `missingSeconds`',
    ],
    ['problem', 'binary sensor', 'on while something is wrong with the hydrophone or its source'],
  ],
)}

It is sent again when Home Assistant says \`online\` at \`homeassistant/status\`. A channel that leaves the configuration takes its entities along. \`homeAssistant\` in the configuration changes the prefix or switches this off, which takes the device away. In the topic and in ids, characters that Home Assistant does not take give way to \`_\` and a digest of the name.
`;

/** The description of the API, as a node serves it. */
export const openApiFile = (): string => `${JSON.stringify(openApi(version), null, 2)}\n`;

/** A default that a person would write down: not that of a whole section. */
function isPlain(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'object' || value === null);
}

if (import.meta.filename === process.argv[1]) {
  const docs = new URL('../docs/', import.meta.url);
  const example = readFileSync(new URL('../deploy/hullprint.yaml', import.meta.url), 'utf8');
  writeFileSync(new URL('CONFIGURATION.md', docs), configurationPage(example));
  writeFileSync(new URL('MQTT.md', docs), mqttPage());
  writeFileSync(new URL('openapi.json', docs), openApiFile());
}
