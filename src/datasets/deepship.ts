import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { audioFilesIn, badFolder } from './audio-files.js';
import { type MetafileRow, readMetafile } from './deepship-metafile.js';
import type { DataSet, LabelledRecording } from './labelled-recording.js';
import { faultOf, measureAudio } from './measure-audio.js';
import { sizeOfVessel } from './vessel-size.js';

/** A class folder: Cargo with cargo-metafile, Tanker or Tank with tanker-metafile, … */
interface ClassFolder {
  folder: string;
  class: string;
  metafile: string;
  rows: MetafileRow[];
}

type FittingRow = Pick<MetafileRow, 'vessel' | 'aisType'> & { startMs: number | null };

const METAFILE = /^(.+)-metafile(\.txt)?$/i;

/** On GitHub the numbers of files and rows drift apart by up to this many. */
const ID_SLIP = 2;
/** Rows give whole seconds. */
const SECONDS_TOLERANCE = 0.5;

/** The class folders of a DeepShip folder as `[folder, meta file]`; none when it is no DeepShip. */
export async function deepShipFolders(root: string): Promise<[folder: string, metafile: string][]> {
  const entries = await readdir(root, { recursive: true });
  return entries.flatMap((entry): [string, string][] => {
    const [folder, name, ...deeper] = entry.split('/');
    return name && METAFILE.test(name) && deeper.length === 0 ? [[folder, name]] : [];
  });
}

/**
 * Reads DeepShip (Irfan et al. 2021) as it is handed out: CLASS/yyyymmdd-ID/hhmmss.wav, or numbered as on GitHub,
 * CLASS/ID.wav; each class folder with its meta file. A recording that fits no row for sure is left out, for a
 * wrong vessel would leak into a split by vessel. Throws HullprintError: 65 for a bad meta file, 66 where there
 * is none.
 */
export async function readDeepShip(root: string): Promise<DataSet> {
  const folders = await deepShipFolders(root);
  if (folders.length === 0) throw badFolder(root, 'no folder in it holds a meta file like cargo-metafile');
  const dataSet: DataSet = { recordings: [], leftOut: [] };
  const classes = new Map<string, ClassFolder>();
  for (const [folder, metafile] of folders) {
    const rows = await readMetafile(join(root, folder, metafile));
    classes.set(folder, { folder, class: METAFILE.exec(metafile)![1].toLowerCase(), metafile, rows });
  }
  for (const path of await audioFilesIn(root)) {
    const classFolder = classes.get(path.split('/')[0]);
    const row = classFolder ? await rowOf(path, root, classFolder) : 'its folder has no meta file';
    if (typeof row === 'string') dataSet.leftOut.push({ subject: path, reason: row });
    else dataSet.recordings.push(labelled(path, root, classFolder!.class, row));
  }
  return dataSet;
}

function labelled(path: string, root: string, type: string, row: FittingRow): LabelledRecording {
  return {
    recordingId: `deepship:${path}`,
    source: 'deepship',
    site: 'deepship',
    hydrophone: 'deepship',
    class: type,
    size: sizeOfVessel(null, row.aisType),
    vessel: row.vessel,
    startMs: row.startMs,
    paths: [path],
    files: [join(root, path)],
  };
}

/** The row of a recording, or why there is none. */
async function rowOf(
  path: string,
  root: string,
  { folder, metafile, rows }: ClassFolder,
): Promise<FittingRow | string> {
  const name = path.slice(folder.length + 1);
  const dated = /^(\d{8})[a-z]*-(\d+)\/(\d{6})\.\w+$/i.exec(name);
  if (dated) {
    const [, date, id, time] = dated;
    return (
      theOnly(rows, (row) => row.date === date && row.time === time) ??
      theOnly(rows, (row) => row.date === date && row.id === Number(id)) ??
      `${metafile} has no row of ${date} at ${time}, nor one of that day with id ${id}`
    );
  }
  const id = /^(\d+)\.\w+$/.exec(name)?.[1];
  return id === undefined
    ? 'its name is neither yyyymmdd-ID/hhmmss.wav nor ID.wav'
    : rowOfNumbered(Number(id), join(root, path), metafile, rows);
}

/** All rows that it may be must name one vessel; when it was recorded is known only if there is a single one. */
async function rowOfNumbered(id: number, file: string, metafile: string, rows: readonly MetafileRow[]) {
  const measure = await measureAudio(file).catch(faultOf);
  if (typeof measure === 'string') return measure;
  const { seconds } = measure;
  const near = rows.filter(
    (row) => Math.abs(row.id - id) <= ID_SLIP && Math.abs(row.seconds - seconds) <= SECONDS_TOLERANCE,
  );
  const vessels = new Set(near.map(({ vessel }) => vessel)).size;
  if (vessels === 1) return { ...near[0], startMs: near.length === 1 ? near[0].startMs : null };
  const lasts = `it lasts ${seconds.toFixed(1)} s`;
  return vessels === 0
    ? `${lasts}, and no row of ${metafile} with an id near ${id} says so`
    : `${lasts}, and rows of ${vessels} vessels with an id near ${id} in ${metafile} say so`;
}

/** Rows that say the same twice (tanker 20 and 21) count as one. */
function theOnly(rows: readonly MetafileRow[], fits: (row: MetafileRow) => boolean): MetafileRow | undefined {
  const found = rows.filter(fits);
  return new Set(found.map(({ vessel, startMs }) => `${startMs} ${vessel}`)).size === 1
    ? found[0]
    : undefined;
}
