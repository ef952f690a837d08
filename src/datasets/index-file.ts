import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ExitCode, HullprintError } from '../errors.js';
import { badTable, readTable, type TableKind, type TableRow } from './csv-table.js';
import { type LabelledRecording, type LabelledSize, SIZES } from './labelled-recording.js';
import { sizeOfVessel } from './vessel-size.js';

const numberAtLeast = (least: number) =>
  z
    .string()
    .default('')
    .transform((text) => (text === '' ? null : Number(text)))
    .refine((value) => value === null || value >= least, 'it is no number');
const optionalNumber = numberAtLeast(0);

const needed = {
  /** Relative to the index. */
  path: z.string().min(1),
  source: z.string().min(1),
  class: z.string(),
  /** May be left empty where length_m or ais_type tells it. */
  size: z.enum([...SIZES, '']),
  vessel: z.string(),
  recording_id: z.string().min(1),
};

const row = z.object({
  ...needed,
  /** The source, unless given. */
  site: z.string().default(''),
  /** The site, unless given. */
  hydrophone: z.string().default(''),
  start: z.union([z.iso.datetime('it is no UTC time like 2026-05-01T10:00:03Z'), z.literal('')]).default(''),
  length_m: optionalNumber,
  ais_type: optionalNumber,
  snr_db: numberAtLeast(Number.NEGATIVE_INFINITY),
  range_m: optionalNumber,
});

export const INDEX: TableKind = {
  name: 'index',
  columns: Object.keys(needed),
  hint:
    `It needs the columns ${Object.keys(needed).join(', ')}; size is one of ${SIZES.join(', ')}, ` +
    'or empty where length_m or ais_type tells it.',
};

/**
 * Reads an index of recordings (columns path, source, class, size, vessel, recording_id; if wanted site, hydrophone,
 * start, length_m, ais_type, snr_db, range_m) and puts the cuts of a recording together. Throws HullprintError: 66
 * when the index or a file that it lists is missing, 65 when it lacks a column or has a row that does not fit; the
 * message names the line.
 */
export async function readIndex(indexPath: string): Promise<LabelledRecording[]> {
  const recordings = new Map<string, LabelledRecording>();
  for (const tableRow of await readTable(indexPath, INDEX)) {
    const { line } = tableRow;
    const { path, recording: found } = parseRow(tableRow, indexPath);
    const file = resolve(dirname(indexPath), path);
    if (!existsSync(file)) throw missingFile(indexPath, line, path);
    const recording = recordings.get(found.recordingId) ?? found;
    if (recording.size !== found.size || recording.vessel !== found.vessel) {
      throw badTable(
        indexPath,
        INDEX,
        `line ${line}: recording ${found.recordingId} is ${found.size} (${found.vessel}) here and ` +
          `${recording.size} (${recording.vessel}) above`,
      );
    }
    recording.paths.push(path);
    recording.files.push(file);
    recordings.set(found.recordingId, recording);
  }
  if (recordings.size === 0) throw badTable(indexPath, INDEX, 'it lists no recording');
  return [...recordings.values()];
}

function parseRow({ cells, line }: TableRow, indexPath: string) {
  const result = row.safeParse(cells);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw badTable(indexPath, INDEX, `line ${line}, column ${issue.path.join('.')}: ${issue.message}`);
  }
  const { path, source, start, vessel, recording_id: recordingId } = result.data;
  const site = result.data.site || source;
  const { snr_db: snrDb, range_m: rangeM } = result.data;
  const recording: LabelledRecording = {
    recordingId,
    source,
    site,
    hydrophone: result.data.hydrophone || site,
    class: result.data.class,
    size: sizeOfRow(result.data, (reason) => badTable(indexPath, INDEX, `line ${line}, ${reason}`)),
    vessel,
    startMs: start ? Date.parse(start) : null,
    ...(snrDb !== null && { snrDb }),
    ...(rangeM !== null && { rangeM }),
    paths: [],
    files: [],
  };
  return { path, recording };
}

function sizeOfRow(
  { size, length_m: lengthM, ais_type: aisType }: z.infer<typeof row>,
  bad: (reason: string) => HullprintError,
): LabelledSize {
  if (lengthM === null && aisType === null) {
    if (size === '') throw bad('column size: it is empty, and neither length_m nor ais_type tells it');
    return size;
  }
  const told = sizeOfVessel(lengthM, aisType);
  if (size === '') return told;
  if (lengthM !== null && size !== told)
    throw bad(`column size: ${size} is not what ${lengthM} m makes it, ${told}`);
  return size;
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
