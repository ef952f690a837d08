/** Writes docs/schema/*.json from src/publish/messages.ts: `npx tsx scripts/generate-schema.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { jsonSchemas } from '../src/publish/json-schema.js';

const folder = new URL('../docs/schema/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of jsonSchemas()) writeFileSync(new URL(name, folder), text);
