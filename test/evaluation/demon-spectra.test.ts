import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { HullprintError } from '../../src/errors.js';
import { readDemonSpectra } from '../../src/evaluation/demon-spectra.js';

const folder = mkdtempSync(join(tmpdir(), 'hullprint-demon-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = {
  id: 'a',
  cls: 'tug',
  vessel: 'BOLD',
  seconds: 12,
  clear: true,
  shaft_hz: 2.1,
  blades: 4,
  peaks_hz: [2.1],
  resolution_hz: 0.1,
  spectrum: [0, 1, 2],
};

function file(...lines: unknown[]): string {
  const path = join(folder, `${Math.abs(hash(JSON.stringify(lines)))}.jsonl`);
  writeFileSync(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return path;
}

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 0);
}

async function failure(path: string): Promise<HullprintError> {
  const error = await readDemonSpectra(path).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(HullprintError);
  return error as HullprintError;
}

test('a line is read with its labels, blank lines are passed over', async () => {
  const [row, unclear] = await readDemonSpectra(
    file(good, '', { ...good, id: 'b', vessel: '', clear: false, shaft_hz: null, blades: null }, ''),
  );
  expect(row).toEqual({
    id: 'a',
    cls: 'tug',
    vessel: 'BOLD',
    seconds: 12,
    clear: true,
    shaftHz: 2.1,
    bladeCount: 4,
    binHz: 0.1,
    power: [0, 1, 2],
  });
  expect(unclear).toMatchObject({ id: 'b', clear: false, shaftHz: null, bladeCount: null });
});

test.each<[string, unknown[], string]>([
  ['text that is not JSON', [good, 'no JSON here'], 'line 2 is not JSON'],
  ['a field that is missing', [good, good, { ...good, spectrum: undefined }], 'line 3, spectrum'],
  ['a bin that is no number', [{ ...good, spectrum: [1, 'x'] }], 'line 1, spectrum.1'],
  ['a negative power', [{ ...good, spectrum: [1, -1] }], 'line 1, spectrum.1'],
  ['a clear row without a rate', [{ ...good, shaft_hz: null }], 'line 1, shaft_hz'],
  ['a line that is no object', ['17'], 'line 1'],
  ['a file without a clear row', [{ ...good, clear: false }], 'no row is labelled clear'],
  ['an empty file', [''], 'no row is labelled clear'],
])('%s is refused as bad data, with the line', async (_, lines, says) => {
  const error = await failure(file(...lines));
  expect(error.exitCode).toBe(65);
  expect(error.reason).toContain(says);
  expect(error.message).not.toContain('\n');
});

test('a file that is not there is refused as missing input', async () => {
  const error = await failure(join(folder, 'absent.jsonl'));
  expect(error.exitCode).toBe(66);
  expect(error.message).toContain('there is no such file');
});
