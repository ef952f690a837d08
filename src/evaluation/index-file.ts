import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { ExitCode, HullprintError } from '../errors.js';

const SIZES = ['big', 'small', 'medium', 'none', 'unlabelled'] as const;

const row = z.object({
  /** Relative to the index. */
  path: z.string().min(1),
  source: z.string().min(1),
  class: z.string(),
  size: z.enum(SIZES),
  vessel: z.string(),
  recording_id: z.string().min(1),
});

export type LabelledSize = (typeof SIZES)[number];

/** One recording of an index with all its cuts. */
export interface IndexedRecording {
  recordingId: string;
  source: string;
  class: string;
  size: LabelledSize;
  vessel: string;
  /** As the index writes them, in its order. */
  paths: string[];
  /** The same, resolved against the folder of the index. */
  files: string[];
}

/**
 * Reads an index of recordings (the columns of recordings/index.csv) and puts the cuts of a recording
 * together. Throws HullprintError: 66 when the index or a file that it lists is missing, 65 when it lacks a
 * column or has a row that does not fit; the message names the line.
 */
export async function readIndex(indexPath: string): Promise<IndexedRecording[]> {
  const records = parseCsv(await readText(indexPath), indexPath);
  const recordings = new Map<string, IndexedRecording>();
  for (const { record, line } of records) {
    const result = row.safeParse(record);
    if (!result.success) {
      const issue = result.error.issues[0];
      throw badIndex(indexPath, `line ${line}, column ${issue.path.join('.')}: ${issue.message}`);
    }
    const { path, recording_id: recordingId, ...labels } = result.data;
    const file = resolve(dirname(indexPath), path);
    if (!existsSync(file)) throw missingFile(indexPath, line, path);
    const recording = recordings.get(recordingId) ?? { recordingId, ...labels, paths: [], files: [] };
    if (recording.size !== labels.size || recording.vessel !== labels.vessel) {
      throw badIndex(
        indexPath,
        `line ${line}: recording ${recordingId} is ${labels.size} (${labels.vessel}) here and ` +
          `${recording.size} (${recording.vessel}) above`,
      );
    }
    recording.paths.push(path);
    recording.files.push(file);
    recordings.set(recordingId, recording);
  }
  if (recordings.size === 0) throw badIndex(indexPath, 'it lists no recording');
  return [...recordings.values()];
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new HullprintError({
      operation: 'read index',
      subject: path,
      reason: code === 'ENOENT' ? 'there is no such file' : message,
      hint: 'Name the CSV file that lists the recordings.',
      exitCode: ExitCode.noInput,
      cause,
    });
  }
}

function parseCsv(text: string, path: string): { record: Record<string, string>; line: number }[] {
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(text, { bom: true, info: true, skip_empty_lines: true, trim: true }) as never;
  } catch (cause) {
    throw badIndex(path, (cause as Error).message, cause);
  }
  const header = rows[0]?.record ?? [];
  const missing = Object.keys(row.shape).filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw badIndex(path, `it lacks the column${missing.length > 1 ? 's' : ''} ${missing.join(', ')}`);
  }
  return rows.slice(1).map(({ record, info }) => ({
    record: Object.fromEntries(header.map((column, i) => [column, record[i]])),
    line: info.lines,
  }));
}

function badIndex(path: string, reason: string, cause?: unknown): HullprintError {
  return new HullprintError({
    operation: 'read index',
    subject: path,
    reason,
    hint: `It needs the columns ${Object.keys(row.shape).join(', ')}; size is one of ${SIZES.join(', ')}.`,
    exitCode: ExitCode.data,
    cause,
  });
}

function missingFile(index: string, line: number, path: string): HullprintError {
  return new HullprintError({
    operation: 'find recording',
    subject: path,
    reason: `line ${line} of ${index} lists it and it is not there`,
    hint: 'Paths count from the folder of the index; put the file there or take the line out.',
    exitCode: ExitCode.noInput,
  });
}
