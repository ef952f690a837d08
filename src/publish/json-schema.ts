import { z } from 'zod';
import { messages, SCHEMA } from './messages.js';

/** The JSON Schema (2020-12) of every MQTT payload by file name, as stored in docs/schema/. */
export function jsonSchemas(): Map<string, string> {
  return new Map(
    Object.entries(messages).map(([name, schema]) => [
      `${name}.schema.json`,
      // "input": what subscribers may get; unknown fields of a later version pass.
      `${JSON.stringify({ title: `hullprint ${name}, schema ${SCHEMA}`, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`,
    ]),
  );
}
