import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ExitCode, HullprintError } from '../errors.js';

/**
 * Spectra of ships that the simulator rendered, with what is true of them (`npm run render:shafts`). The
 * hand-labelled ones have no shaft above 5 Hz, few with five blades and hardly one with six.
 */
export const RENDERED_SPECTRA = fileURLToPath(
  new URL('../../models/shaft-picker/rendered.jsonl', import.meta.url),
);

const line = z
  .object({
    id: z.string().min(1),
    cls: z.string().min(1),
    vessel: z.string(),
    seconds: z.number().nonnegative(),
    clear: z.boolean(),
    shaft_hz: z.number().positive().nullable(),
    blades: z.number().int().positive().nullable(),
    resolution_hz: z.number().positive(),
    spectrum: z.array(z.number().nonnegative()).min(1),
  })
  .refine((row) => !row.clear || row.shaft_hz !== null, {
    path: ['shaft_hz'],
    message: 'a row labelled clear needs a shaft rate',
  });

/** A DEMON spectrum with what a person read off it. */
export interface DemonSpectrumRow {
  id: string;
  cls: string;
  /** Empty where it is not known. */
  vessel: string;
  /** Length of the recording; 0 where it is not known. */
  seconds: number;
  clear: boolean;
  shaftHz: number | null;
  bladeCount: number | null;
  binHz: number;
  power: number[];
}

/** A row whose shaft rate a person could read. */
export type ClearRow = DemonSpectrumRow & { clear: true; shaftHz: number };

export function isClear(row: DemonSpectrumRow): row is ClearRow {
  return row.clear;
}

/**
 * Reads labelled DEMON spectra, one JSON object a line. Throws HullprintError: 66 when the file cannot be read,
 * 65 when a line does not fit (the message names it) or no row is labelled clear.
 */
export async function readDemonSpectra(path: string): Promise<DemonSpectrumRow[]> {
  const rows: DemonSpectrumRow[] = [];
  (await readText(path)).split('\n').forEach((text, index) => {
    if (text.trim() !== '') rows.push(readLine(text, index + 1, path));
  });
  if (!rows.some(isClear))
    throw badSpectra(path, 'no row is labelled clear, so there is no shaft rate to score');
  return rows;
}

function readLine(text: string, number: number, path: string): DemonSpectrumRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badSpectra(path, `line ${number} is not JSON`, cause);
  }
  const result = line.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    const where = issue.path.length > 0 ? `, ${issue.path.join('.')}` : '';
    throw badSpectra(path, `line ${number}${where}: ${issue.message}`);
  }
  const { shaft_hz, blades, resolution_hz, spectrum, ...rest } = result.data;
  return { ...rest, shaftHz: shaft_hz, bladeCount: blades, binHz: resolution_hz, power: spectrum };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new HullprintError({
      operation: 'read DEMON spectra',
      subject: path,
      reason: code === 'ENOENT' ? 'there is no such file' : message,
      hint: 'Name the JSON-lines file that holds the spectra.',
      exitCode: ExitCode.noInput,
      cause,
    });
  }
}

function badSpectra(path: string, reason: string, cause?: unknown): HullprintError {
  return new HullprintError({
    operation: 'read DEMON spectra',
    subject: path,
    reason,
    hint: `Each line is a JSON object with ${Object.keys(line.shape).join(', ')}.`,
    exitCode: ExitCode.data,
    cause,
  });
}
