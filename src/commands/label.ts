import { join } from 'node:path';
import type { Command } from 'commander';
import { ClipShelf, KEEP_ALL } from '../clips/clip-shelf.js';
import { ExitCode, HullprintError } from '../errors.js';
import { openStore } from '../store/store.js';
import { type EnrolOptions, enroll, enrolOptions } from './enroll.js';
import { nodeOf } from './node-options.js';

export function labelCommand(command: Command): void {
  command
    .argument('<words...>', 'ids of passages, as history lists them, then the name of the vessel class')
    .usage('[options] <id...> <name>');
  enrolOptions(command).action((words: string[], options: EnrolOptions) => {
    if (words.length < 2) throw noName(words[0]!);
    return label(words.slice(0, -1), words.at(-1)!, options);
  });
}

/** Enrols passages from their clips. */
async function label(ids: string[], name: string, options: EnrolOptions): Promise<void> {
  await enroll(name, clipsOf(nodeOf(options).folder, ids), options);
}

/** Paths of the clips of passages. Throws HullprintError (66) for one that has none. */
function clipsOf(folder: string, ids: readonly string[]): string[] {
  const store = openStore(folder);
  try {
    const shelf = new ClipShelf(store, join(folder, 'clips'), KEEP_ALL);
    return ids.map((id) => shelf.find(id)?.path ?? noClip(id));
  } finally {
    store.close();
  }
}

function noClip(id: string): never {
  throw new HullprintError({
    operation: 'label passage',
    subject: id,
    reason: 'there is no clip of it, or no longer',
    hint: 'hullprint history lists passages; enroll takes recordings',
    exitCode: ExitCode.noInput,
  });
}

function noName(word: string): HullprintError {
  return new HullprintError({
    operation: 'label passage',
    subject: word,
    reason: 'an id or a name is missing',
    hint: 'hullprint label ID… NAME --size small',
    exitCode: ExitCode.usage,
  });
}
