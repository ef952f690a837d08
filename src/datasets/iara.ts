import { basename, join } from 'node:path';
import { audioFilesIn } from './audio-files.js';
import { badTable, findTable, readTable, type TableKind, type TableRow, wholeNumber } from './csv-table.js';
import type { DataSet, LabelledRecording, LabelledSize } from './labelled-recording.js';
import { sizeOfVessel } from './vessel-size.js';

const TABLE: TableKind = {
  name: 'table of IARA',
  columns: ['iara id', 'dataset', 'name', 'ship id', 'shiptype', 'detailed type', 'length'],
  hint: 'Put iara.csv of the IARA project beside the folders A to H: a line a recording, with the length of its ship.',
};

/** Collections without a ship: by the observatories, by the gliders. */
const BACKGROUND = ['E', 'H'];
const GLIDER = ['F', 'G', 'H'];

/** The table of an IARA folder, or null when it is none. */
export async function iaraTable(root: string): Promise<string | null> {
  return findTable(root, TABLE);
}

/**
 * Reads IARA (IEEE Access 2025): recordings named COLLECTION/COLLECTION-ID.wav and its table iara.csv. Size follows
 * from the length of the ship, its class from the ship's type; observatories and gliders are two sites. Throws
 * HullprintError: 66 without recordings, 65 without a table or for a bad one.
 */
export async function readIara(root: string): Promise<DataSet> {
  const files = await audioFilesIn(root);
  const table = await iaraTable(root);
  if (!table)
    throw badTable(root, TABLE, 'there is no iara.csv (columns IARA ID, Dataset, Ship ID, Length, …)');
  const rows = new Map(
    (await readTable(table, TABLE)).map((row) => [wholeNumber(row, 'iara id', table, TABLE), row]),
  );
  const dataSet: DataSet = { recordings: [], leftOut: [] };
  for (const path of files) {
    const id = /(?:^|-)(\d+)\.\w+$/.exec(basename(path))?.[1];
    const row = id === undefined ? undefined : rows.get(Number(id));
    if (row) dataSet.recordings.push(labelled(path, root, row, table));
    else
      dataSet.leftOut.push({
        subject: path,
        reason: id ? `${basename(table)} has no IARA ID ${id}` : 'its name ends with no ID',
      });
  }
  return dataSet;
}

function labelled(path: string, root: string, row: TableRow, table: string): LabelledRecording {
  const cell = (column: string) => (row.cells[column] === '-' ? '' : row.cells[column]);
  const background = BACKGROUND.includes(cell('dataset'));
  const shipType = `${cell('shiptype')} ${cell('detailed type')}`.trim();
  const shipId = cell('ship id');
  const site = GLIDER.includes(cell('dataset')) ? 'iara gliders' : 'iara observatories';
  return {
    recordingId: `iara:${path}`,
    source: 'iara',
    site,
    hydrophone: site,
    class: background ? 'background' : cell('shiptype').toLowerCase(),
    size: background ? 'none' : sizeOfShip(cell('length'), shipType, row.line, table),
    vessel: cell('name') || (shipId && `IARA ship ${shipId}`),
    startMs: null,
    paths: [path],
    files: [join(root, path)],
  };
}

function sizeOfShip(length: string, shipType: string, line: number, table: string): LabelledSize {
  const lengthM = length === '' ? null : Number(length);
  if (lengthM !== null && !(lengthM > 0)) {
    throw badTable(table, TABLE, `line ${line}, column Length: "${length}" is no length in m`);
  }
  return sizeOfVessel(lengthM, shipType);
}
