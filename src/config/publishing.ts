import { z } from 'zod';

const tls = z.strictObject({
  ca: z.string().optional().describe('PEM file of the authority that signed the broker’s certificate'),
  certificate: z.string().optional().describe('PEM file of the node’s certificate'),
  key: z.string().optional().describe('PEM file of the node’s key'),
  keyCredential: z.string().optional().describe('Name of a systemd credential that holds the key'),
});

const addressForm = 'mqtt://, mqtts://, ws:// or wss://, the host and perhaps a port';

/** The broker that gets what is heard. */
export const mqttConfig = z.strictObject({
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

export const homeAssistantConfig = z.strictObject({
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

/** What is kept while there is no broker. */
export const outboxConfig = z.strictObject({
  maxRows: z.int().positive().default(100_000).describe('Messages that wait for the broker at most'),
  maxMegabytes: z
    .number()
    .positive()
    .default(64)
    .describe('Room for them, MB; when it is full the oldest of the least kind go first'),
});
