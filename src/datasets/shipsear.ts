import { basename, join } from 'node:path';
import { audioFilesIn } from './audio-files.js';
import { badTable, findTable, readTable, type TableKind, type TableRow, wholeNumber } from './csv-table.js';
import type { DataSet, LabelledRecording } from './labelled-recording.js';
import { sizeOfVessel } from './vessel-size.js';

const TABLE: TableKind = {
  name: 'table of ShipsEar',
  columns: ['id', 'name', 'type'],
  hint: 'Save shipsEar.xlsx as a CSV file beside the recordings; it has the columns ID, Name and Type.',
};

/** 15__10_07_13_radaUno_Pasa.wav, also with a type before it: Tugboat_15__… */
const ID = /^(?:\D*_)?(\d+)(?=[_.])/;
const DAY = /__(\d\d)_(\d\d)_(\d\d)_/;

/** The table of a ShipsEar folder, or null when it is none. */
export async function shipsEarTable(root: string): Promise<string | null> {
  return findTable(root, TABLE);
}

/**
 * Reads ShipsEar (Santos-Domínguez et al. 2016): recordings named ID__dd_mm_yy_NAME.wav and its table saved as CSV.
 * Size follows from the type; passenger boats and dredgers need a length. Throws HullprintError: 66 without
 * recordings or table, 65 for a bad table.
 */
export async function readShipsEar(root: string): Promise<DataSet> {
  const files = await audioFilesIn(root);
  const table = await shipsEarTable(root);
  if (!table) throw badTable(root, TABLE, 'there is no CSV file with the columns ID, Name and Type');
  const rows = new Map(
    (await readTable(table, TABLE)).map((row) => [wholeNumber(row, 'id', table, TABLE), row]),
  );
  const dataSet: DataSet = { recordings: [], leftOut: [] };
  for (const path of files) {
    const id = ID.exec(basename(path))?.[1];
    const row = id === undefined ? undefined : rows.get(Number(id));
    if (row) dataSet.recordings.push(labelled(path, root, row));
    else
      dataSet.leftOut.push({
        subject: path,
        reason: id ? `${basename(table)} has no ID ${id}` : 'its name begins with no ID',
      });
  }
  return dataSet;
}

function labelled(path: string, root: string, { cells }: TableRow): LabelledRecording {
  const [, day, month, year] = DAY.exec(basename(path)) ?? [];
  const size = sizeOfVessel(null, cells.type);
  const site = cells.localization || cells.location || 'shipsear';
  return {
    recordingId: `shipsear:${path}`,
    source: 'shipsear',
    site,
    hydrophone: site,
    class: cells.type.toLowerCase(),
    size,
    vessel: size === 'none' ? '' : vesselOf(cells.name),
    startMs: day ? Date.UTC(2000 + Number(year), Number(month) - 1, Number(day)) : null,
    paths: [path],
    files: [join(root, path)],
  };
}

const KIND = /\b(motorboat|fishboat|sailboat|tugboat|mussel boat)\b/gi;

/**
 * The vessel behind "Mar de Onza (arrives)", "Mari Carmen fishboat", "Motorboat "Duda" (leaves)" and "Moanha tests
 * sample 2": what is done, and the kind of boat where a name stands beside it, are taken off. Boats that are named by
 * their kind alone keep it, so that two of one kind and number count as one vessel.
 */
function vesselOf(name: string): string {
  const plain = name
    .replaceAll(/\(.*?(\)|$)/g, ' ')
    .replaceAll(/\b(tests?|sample \d+)\b|["“”]/gi, ' ')
    .trim();
  const own = plain.replaceAll(KIND, ' ').trim();
  return (/[a-z]{2}/i.test(own) ? own : plain)
    .replace(/\s+(?=\d+$)/, '')
    .replaceAll(/\s+/g, ' ')
    .toUpperCase();
}
