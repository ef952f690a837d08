import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { evaluateDemonCommand } from '../../src/commands/evaluate-demon.js';
import { HullprintError } from '../../src/errors.js';
import type { DemonReport } from '../../src/evaluation/demon-evaluation.js';

const labelled = new URL('../../../shared/demon/spectra.jsonl', import.meta.url).pathname;
const withLabelled = test.skipIf(!existsSync(labelled));
if (!existsSync(labelled)) console.warn('skipped: ../shared/demon/spectra.jsonl is not here');

const folder = mkdtempSync(join(tmpdir(), 'hullprint-evaluate-demon-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command and gives what it prints on standard output. */
async function evaluateDemon(...argv: string[]): Promise<string> {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const program = new Command();
    evaluateDemonCommand(program.command('evaluate-demon'));
    await program.parseAsync(['evaluate-demon', ...argv], { from: 'user' });
    return print.mock.calls.map(([text]) => String(text)).join('\n');
  } finally {
    print.mockRestore();
  }
}

let report: DemonReport;
beforeAll(async () => {
  if (existsSync(labelled)) report = JSON.parse(await evaluateDemon(labelled, '--json')) as DemonReport;
}, 240_000);

withLabelled('cross-validated by vessel, the picker keeps what it reached on the labelled spectra', () => {
  expect(report.fitted).toBe('cross-validated by vessel');
  expect(report.n).toBe(260);
  expect(report.shaftWithin3Percent).toBeGreaterThanOrEqual(0.72);
  expect(report.within3OfMostTrusted80Percent).toBeGreaterThanOrEqual(0.8);
  expect(report.bladeCountAccuracy).toBeGreaterThanOrEqual(0.76);
  expect(report.trustAuc).toBeGreaterThanOrEqual(0.85);
});

withLabelled(
  'the area of big against tug is printed with what the length of the recording makes of it',
  () => {
    expect(report.bigVersusTugAuc).toBeGreaterThan(0.85);
    expect(report.bigVersusTugAucDurationControlled).toBeLessThan(report.bigVersusTugAuc!);
    expect(report.logDurationAloneAuc).toBeGreaterThan(0.85);
  },
);

withLabelled('the scores are those of the rows that are printed', () => {
  const { rows, unclearRows, intervals } = report;
  expect(rows).toHaveLength(260);
  expect(unclearRows).toHaveLength(46);
  const share = rows.filter((row) => row.shaftWithin3Percent).length / rows.length;
  expect(report.shaftWithin3Percent).toBeCloseTo(share, 12);
  for (const row of rows) {
    expect(row.shaftWithin3Percent).toBe(Math.abs(row.shaftHz! / row.labelShaftHz! - 1) <= 0.03);
    expect(row.trust).toBeGreaterThan(0);
  }
  const [low, high] = intervals.shaftWithin3Percent!;
  expect(low).toBeLessThan(share);
  expect(high).toBeGreaterThan(share);
});

withLabelled('with --train the weights come from the other file, and the table says so', async () => {
  const lines = readFileSync(labelled, 'utf8').trim().split('\n');
  const named = lines.filter((line) => !line.includes('"vessel": ""'));
  const [train, test] = [join(folder, 'train.jsonl'), join(folder, 'test.jsonl')];
  writeFileSync(train, named.slice(0, 60).join('\n'));
  writeFileSync(
    test,
    lines
      .filter((line) => line.includes('"vessel": ""'))
      .slice(0, 40)
      .join('\n'),
  );
  const table = await evaluateDemon(test, '--train', train);
  expect(table).toContain('fitted on other spectra');
  expect(table).toMatch(/shaft rate within 3 % +0\.\d{3}/);
  expect(table).not.toContain('in both files');
  expect(await evaluateDemon(train, '--train', train)).toContain('in both files');
});

withLabelled('--write-weights writes the weights that ship', async () => {
  const file = join(folder, 'weights.ts');
  await evaluateDemon(labelled, '--write-weights', file);
  const shipped = new URL('../../src/features/shaft-weights.ts', import.meta.url);
  const expected = numbers(readFileSync(shipped, 'utf8'));
  const written = numbers(readFileSync(file, 'utf8'));
  expect(written).toHaveLength(expected.length);
  written.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 2);
  });
});

function numbers(source: string): number[] {
  return [...source.matchAll(/(?:mean|deviation|weight): ([-\d.e]+)/g)].map(([, value]) => Number(value));
}

async function failure(...argv: string[]): Promise<HullprintError> {
  const error = await evaluateDemon(...argv).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(HullprintError);
  return error as HullprintError;
}

const line = {
  id: 'a',
  cls: 'tug',
  vessel: '',
  seconds: 0,
  clear: true,
  shaft_hz: 2,
  blades: 4,
  resolution_hz: 0.1,
};

test('spectra of one vessel cannot be cross-validated, and the message says what to do', async () => {
  const path = join(folder, 'one-vessel.jsonl');
  writeFileSync(path, JSON.stringify({ ...line, spectrum: [1, 2] }));
  const error = await failure(path, '--json');
  expect(error.exitCode).toBe(65);
  expect(error.hint).toContain('--train');
});

test('weights that cannot be written are refused with the place', async () => {
  const path = join(folder, 'clear.jsonl');
  writeFileSync(
    path,
    JSON.stringify({ ...line, spectrum: Array.from({ length: 499 }, (_, k) => 1 + (k % 7)) }),
  );
  const error = await failure(path, '--write-weights', join(folder, 'no', 'such', 'folder.ts'));
  expect(error.exitCode).toBe(73);
});

test('a missing training file is refused as missing input', async () => {
  const path = join(folder, 'clear.jsonl');
  expect((await failure(path, '--train', join(folder, 'absent.jsonl'))).exitCode).toBe(66);
});
