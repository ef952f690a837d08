import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationPage, mqttPage, openApiFile } from '../scripts/generate-docs.js';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test.each([
  ['docs/CONFIGURATION.md', () => configurationPage(read('deploy/hullprint.yaml'))],
  ['docs/MQTT.md', mqttPage],
  ['docs/openapi.json', openApiFile],
])('%s tells what the schemas in the code allow', (path, page) => {
  expect(read(path), 'run `npx tsx scripts/generate-docs.ts`').toBe(page());
});

test('every key of the configuration has a meaning', () => {
  const lines = configurationPage('')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(lines.filter((line) => line.endsWith('|  |'))).toEqual([]);
});
