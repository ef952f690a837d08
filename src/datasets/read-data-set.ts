import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { badFolder } from './audio-files.js';
import { readClassFolders } from './class-folders.js';
import { deepShipFolders, readDeepShip } from './deepship.js';
import { iaraTable, readIara } from './iara.js';
import { readIndex } from './index-file.js';
import type { DataSet } from './labelled-recording.js';
import { readShipsEar, shipsEarTable } from './shipsear.js';

export const DATA_SET_KINDS = ['deepship', 'shipsear', 'iara', 'folders', 'index'] as const;

export type DataSetKind = (typeof DATA_SET_KINDS)[number];

/** Tells the kind of a data set by the tables in it. Throws HullprintError (66) when it is not there. */
export async function kindOfDataSet(path: string): Promise<DataSetKind> {
  if (!existsSync(path)) throw badFolder(path, 'there is no such file or folder');
  if (!statSync(path).isDirectory()) return 'index';
  if ((await deepShipFolders(path)).length > 0) return 'deepship';
  if (await iaraTable(path)) return 'iara';
  if (await shipsEarTable(path)) return 'shipsear';
  return existsSync(join(path, 'index.csv')) ? 'index' : 'folders';
}

/**
 * Reads the labels of a data set: a CSV index, or a folder of one of the kinds. No sound is read, but for lengths
 * where DeepShip is numbered. Throws HullprintError: 66 when something is not there, 65 when a table is bad.
 */
export async function readDataSet(path: string, kind: DataSetKind): Promise<DataSet> {
  if (!existsSync(path)) throw badFolder(path, 'there is no such file or folder');
  const folder = statSync(path).isDirectory();
  if (!folder && kind !== 'index') throw badFolder(path, `it is a file, and ${kind} is a folder`);
  switch (kind) {
    case 'deepship':
      return readDeepShip(path);
    case 'shipsear':
      return readShipsEar(path);
    case 'iara':
      return readIara(path);
    case 'folders':
      return readClassFolders(path);
    case 'index':
      return { recordings: await readIndex(folder ? join(path, 'index.csv') : path), leftOut: [] };
  }
}
