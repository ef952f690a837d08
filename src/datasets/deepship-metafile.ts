import { readFile } from 'node:fs/promises';
import { ExitCode, HullprintError } from '../errors.js';

/** A row of a DeepShip meta file: one recording. */
export interface MetafileRow {
  /** As the row counts; begins anew within the tanker file. */
  id: number;
  aisType: number;
  /** Without the MMSI that follows some names. Names of ferries are cut to their first two words ("QUEEN OF"). */
  vessel: string;
  /** yyyymmdd */
  date: string;
  /** hhmmss */
  time: string;
  startMs: number;
  seconds: number;
}

const ROW = /^\s*(\d+)\s*,\s*(\d+)\s*,([^,]*),\s*(\d{8})\s*,\s*(\d{6})\s*,\s*(\d+(?:\.\d+)?)\s*(?:,|$)/;

/**
 * Reads a meta file of DeepShip (Irfan et al. 2021): id, AIS type, name, date, time, seconds, range in m at begin
 * and end. Throws HullprintError (65) for a line that is none, naming it.
 */
export async function readMetafile(path: string): Promise<MetafileRow[]> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return lines.flatMap((text, index) =>
    text.trim() === '' ? [] : [parseRow(text, `line ${index + 1}`, path)],
  );
}

function parseRow(text: string, place: string, path: string): MetafileRow {
  const [, id, aisType, name, date, time, seconds] = ROW.exec(text.replace(/^\uFEFF/, '')) ?? [];
  const startMs = id === undefined ? Number.NaN : utcOf(date, time);
  if (Number.isNaN(startMs)) {
    throw new HullprintError({
      operation: 'read meta file',
      subject: path,
      reason: `${place} is no row of one: ${text.trim().slice(0, 60)}`,
      hint: 'A row is id, AIS type, name, yyyymmdd, hhmmss, seconds, range; mend it or take it out.',
      exitCode: ExitCode.data,
    });
  }
  const vessel = name
    .trim()
    .replace(/\s+\d{9}$/, '')
    .replaceAll(/\s+/g, ' ');
  return { id: Number(id), aisType: Number(aisType), vessel, date, time, startMs, seconds: Number(seconds) };
}

function utcOf(date: string, time: string): number {
  const [, year, month, day] = /(....)(..)(..)/.exec(date)!;
  const [, hour, minute, second] = /(..)(..)(..)/.exec(time)!;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
