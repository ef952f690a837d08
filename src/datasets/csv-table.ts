import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ExitCode, HullprintError } from '../errors.js';

/** What a table is for and what it must have; names of columns in lower case. */
export interface TableKind {
  /** "index", "table of lengths": for the message when it does not fit. */
  name: string;
  columns: readonly string[];
  hint: string;
}

export interface TableRow {
  /** From 1. */
  line: number;
  /** By the name of the column, in lower case. */
  cells: Record<string, string>;
}

/**
 * Reads a CSV file with a heading; commas, semicolons or tabs. Throws HullprintError: 66 when it cannot be
 * read, 65 when it is no CSV or lacks a column.
 */
export async function readTable(path: string, kind: TableKind): Promise<TableRow[]> {
  const { heading, rows } = parseTable(await readText(path, kind), path, kind);
  const missing = kind.columns.filter((column) => !heading.includes(column));
  if (missing.length > 0) {
    throw badTable(path, kind, `it lacks the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}`);
  }
  return rows;
}

/** The first CSV file of a folder that has the columns, or null. */
export async function findTable(folder: string, kind: TableKind): Promise<string | null> {
  const names = (await readdir(folder)).filter((name) => /^[^.].*\.csv$/i.test(name)).sort();
  for (const name of names) {
    const path = join(folder, name);
    const heading = headingOf((await readText(path, kind)).split('\n', 1)[0]!);
    if (kind.columns.every((column) => heading.includes(column))) return path;
  }
  return null;
}

/** The error of a table that is there and is no good. */
export function badTable(path: string, kind: TableKind, reason: string, cause?: unknown): HullprintError {
  return new HullprintError({
    operation: `read ${kind.name}`,
    subject: path,
    reason,
    hint: kind.hint,
    exitCode: ExitCode.data,
    cause,
  });
}

/** The whole number in a column of a row. Throws HullprintError (65) where there is none. */
export function wholeNumber(
  { cells, line }: TableRow,
  column: string,
  path: string,
  kind: TableKind,
): number {
  const text = cells[column]!;
  if (/^\d+$/.test(text)) return Number(text);
  throw badTable(path, kind, `line ${line}, column ${column}: "${text}" is no whole number`);
}

async function readText(path: string, kind: TableKind): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new HullprintError({
      operation: `read ${kind.name}`,
      subject: path,
      reason: code === 'ENOENT' ? 'there is no such file' : message,
      hint: kind.hint,
      exitCode: ExitCode.noInput,
      cause,
    });
  }
}

function parseTable(text: string, path: string, kind: TableKind) {
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      delimiter: delimiterOf(text.split('\n', 1)[0]!),
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as never;
  } catch (cause) {
    throw badTable(path, kind, (cause as Error).message, cause);
  }
  const heading = (rows[0]?.record ?? []).map((column) => column.toLowerCase());
  return {
    heading,
    rows: rows.slice(1).map(({ record, info }) => ({
      cells: Object.fromEntries(heading.map((column, i) => [column, record[i]!])),
      line: info.lines,
    })),
  };
}

/** Spreadsheets save CSV with the separator of their country. */
function delimiterOf(heading: string): string {
  return [';', '\t'].find((separator) => heading.includes(separator) && !heading.includes(',')) ?? ',';
}

function headingOf(line: string): string[] {
  const cells = line.replace(/^\uFEFF/, '').split(delimiterOf(line));
  return cells.map((cell) => cell.trim().replaceAll('"', '').toLowerCase());
}
