import { badTable, readTable, type TableKind } from './csv-table.js';
import type { DataSet } from './labelled-recording.js';
import { sizeOfVessel } from './vessel-size.js';

const TABLE: TableKind = {
  name: 'table of lengths',
  columns: ['vessel', 'length_m'],
  hint: 'It needs the columns vessel and length_m: the length over all in m, as AIS message 5 or 24 gives it.',
};

/**
 * Reads lengths of vessels, by their name in capitals. Throws HullprintError: 66 when the table cannot be read,
 * 65 when it does not fit or gives a vessel two lengths.
 */
export async function readLengths(path: string): Promise<Map<string, number>> {
  const lengths = new Map<string, number>();
  for (const { cells, line } of await readTable(path, TABLE)) {
    const vessel = cells.vessel.toUpperCase();
    const lengthM = Number(cells.length_m);
    if (!(lengthM > 0)) throw badTable(path, TABLE, `line ${line}: "${cells.length_m}" is no length in m`);
    const before = lengths.get(vessel) ?? lengthM;
    if (before !== lengthM) {
      throw badTable(path, TABLE, `line ${line}: ${cells.vessel} is ${lengthM} m here and ${before} m above`);
    }
    lengths.set(vessel, lengthM);
  }
  return lengths;
}

/** Labels vessels whose length is known by it, whatever their type said. */
export function labelByLength(dataSet: DataSet, lengths: ReadonlyMap<string, number>): DataSet {
  const recordings = dataSet.recordings.map((recording) => {
    const lengthM = lengths.get(recording.vessel.toUpperCase());
    if (lengthM === undefined || recording.size === 'none') return recording;
    return { ...recording, size: sizeOfVessel(lengthM, null) };
  });
  return { ...dataSet, recordings };
}
