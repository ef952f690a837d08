import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { GapReason } from '../../src/capture/source.js';
import { jsonSchemas } from '../../src/publish/json-schema.js';
import { type gapReason, messages } from '../../src/publish/messages.js';
import * as example from './example-messages.js';

const envelope = { schema: 1, node: 'pier', channel: 'north', replayed: false };
const dropped = { levels: 0, effort: 0, event: 0 };
const examples: Record<keyof typeof messages, unknown> = {
  status: 'online',
  info: { schema: 1, node: 'pier', ...example.info },
  health: {
    schema: 1,
    node: 'pier',
    ...example.health,
    outbox: { rows: 0, bytes: 0, oldest: null, dropped },
    broker: { connections: 1, lastError: null },
  },
  event: { ...envelope, ...example.event },
  state: { schema: 1, node: 'pier', channel: 'north', ...example.state },
  levels: { schema: 1, node: 'pier', channel: 'north', ...example.levels },
  effort: { ...envelope, ...example.effort },
};

const stored = (file: string) => readFileSync(new URL(`../../docs/schema/${file}`, import.meta.url), 'utf8');

test.each([...jsonSchemas()])('docs/schema/%s is what the schemas in the code give', (file, text) => {
  expect(stored(file), 'run `npx tsx scripts/generate-schema.ts`').toBe(text);
});

test.each(Object.keys(messages) as (keyof typeof messages)[])(
  'a subscriber may check %s by zod or by JSON Schema',
  (name) => {
    const ajv = new Ajv2020({ formats: { 'date-time': true, ulid: true, uri: true } });
    const check = ajv.compile(JSON.parse(stored(`${name}.schema.json`)));
    const message = examples[name];
    expect(check(message), JSON.stringify(check.errors)).toBe(true);
    expect(messages[name].parse(message)).toEqual(message);
    if (typeof message !== 'object') return;
    // Without any one of its fields it is refused by both.
    for (const field of Object.keys(message as object)) {
      const lacking = { ...(message as object), [field]: undefined };
      expect(messages[name].safeParse(lacking).success, field).toBe(false);
      expect(check(JSON.parse(JSON.stringify(lacking))), field).toBe(false);
    }
  },
);

test('a field added by a later version of schema 1 does not stop a subscriber', () => {
  const later = { ...(examples.event as object), seaState: 3 };
  const ajv = new Ajv2020({ formats: { 'date-time': true, ulid: true, uri: true } });
  expect(messages.event.safeParse(later).success).toBe(true);
  expect(ajv.validate(JSON.parse(stored('event.schema.json')), later)).toBe(true);
});

test('effort knows every reason for a gap that capture gives', () => {
  expectTypeOf<z.infer<typeof gapReason>>().toEqualTypeOf<GapReason>();
});

test('the entry for subscribers imports nothing but zod', () => {
  const source = readFileSync(new URL('../../src/publish/messages.ts', import.meta.url), 'utf8');
  const imported = [...source.matchAll(/from '([^']+)'/g)].map((match) => match[1]);
  expect(imported).toEqual(['zod']);
});
