import { basename, join, resolve } from 'node:path';
import { audioFilesIn } from './audio-files.js';
import type { DataSet } from './labelled-recording.js';
import { sizeOfTypeName } from './vessel-size.js';

/**
 * Reads a folder per class: CLASS/VESSEL/recording.wav, or CLASS/recording.wav where the vessels are not known (they
 * count as one). Cuts of one recording lie in a folder of their own, CLASS/VESSEL/RECORDING/cut.wav. A class named
 * big, small, medium, none or like a type of vessel (tanker, tug, …) tells the size. Throws HullprintError (66)
 * when the folder holds no recording.
 */
export async function readClassFolders(root: string): Promise<DataSet> {
  const source = basename(resolve(root));
  const dataSet: DataSet = { recordings: [], leftOut: [] };
  const cuts = new Map<string, DataSet['recordings'][number]>();
  for (const path of await audioFilesIn(root)) {
    const folders = path.split('/').slice(0, -1);
    if (folders.length === 0) {
      dataSet.leftOut.push({ subject: path, reason: 'it lies in no class folder' });
      continue;
    }
    const [type, vessel = ''] = folders;
    const name = folders.length >= 3 ? folders.join('/') : path;
    const recording = cuts.get(name) ?? {
      recordingId: `${source}:${name}`,
      source,
      site: source,
      hydrophone: source,
      class: type,
      size: sizeOfTypeName(type),
      vessel,
      startMs: null,
      paths: [],
      files: [],
    };
    recording.paths.push(path);
    recording.files.push(join(root, path));
    cuts.set(name, recording);
  }
  dataSet.recordings.push(...cuts.values());
  return dataSet;
}
