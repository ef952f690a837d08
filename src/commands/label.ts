import { join } from 'node:path';
import type { Command } from 'commander';
import { ClipShelf, KEEP_ALL } from '../clips/clip-shelf.js';
import { type AisProposals, proposeFromAis } from '../enrollment/ais-proposals.js';
import { ExitCode, HullprintError } from '../errors.js';
import { PassageReader } from '../history/passages.js';
import type { Size } from '../prototypes/assessment.js';
import { openStore } from '../store/store.js';
import { type EnrolOptions, enroll, enrolOptions } from './enroll.js';
import { nodeOf } from './node-options.js';
import { numberBetween } from './number-option.js';

interface LabelOptions extends EnrolOptions {
  fromAis?: true;
  minConfidence: number;
  yes?: true;
}

export function labelCommand(command: Command): void {
  command
    .argument('[words...]', 'ids of passages, as history lists them, then the name of the vessel class')
    .usage('[options] <id...> <name>\n       hullprint label --from-ais [--yes]')
    .option('--from-ais', 'tell which ships AIS names, and with --yes enrol them')
    .option(
      '--min-confidence <number>',
      'verdicts that agree with AIS count from here on',
      numberBetween(0, 1),
      0.5,
    )
    .option('--yes', 'enrol what AIS proposes');
  enrolOptions(command).action((words: string[], options: LabelOptions) => {
    if (options.fromAis) return labelFromAis(words, options);
    if (words.length < 2) throw usage(words[0] ?? 'a passage', 'an id or a name is missing');
    if (!options.size) throw usage(words.at(-1)!, 'its size is missing');
    return label(words.slice(0, -1), words.at(-1)!, options.size, options);
  });
}

/** Enrols passages from their clips. */
async function label(ids: string[], name: string, size: Size, options: EnrolOptions): Promise<void> {
  const { files, channel } = clipsOf(nodeOf(options).folder, ids);
  await enroll([{ name, size, files }], options, options.channel ?? channel);
}

async function labelFromAis(
  words: string[],
  { minConfidence, yes, ...options }: LabelOptions,
): Promise<void> {
  if (words.length > 0 || options.size)
    throw usage('--from-ais', 'AIS gives passages, names and sizes itself');
  const found = proposalsOf(nodeOf(options).folder, minConfidence);
  console.log(described(found));
  if (!yes) return;
  const failed: string[] = [];
  for (const { name, size, passages } of found.proposals) {
    try {
      await label(passages, name, size, options);
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      failed.push(`${name}: ${error.message}`);
    }
  }
  if (failed.length > 0) throw notAll(failed);
}

function proposalsOf(folder: string, minConfidence: number): AisProposals {
  const store = openStore(folder);
  try {
    return proposeFromAis([...new PassageReader(store).pages({})].flat(), minConfidence);
  } finally {
    store.close();
  }
}

function described({ proposals, left }: AisProposals): string {
  if (proposals.length + left.length === 0) return 'AIS has named no ship that was heard';
  return [
    ...proposals.map(
      ({ name, size, mmsi, lengthM, passages }) =>
        `${name}: ${size}, ${lengthM ?? '?'} m, MMSI ${mmsi}, ${passages.length} × ${passages.join(' ')}`,
    ),
    ...left.map(({ id, ship, why }) => `left: ${id} (${ship}): ${why}`),
  ].join('\n');
}

/** Paths of the clips of passages, and the channel that heard them all. Throws HullprintError (66) for one that has none. */
function clipsOf(folder: string, ids: readonly string[]): { files: string[]; channel: string | null } {
  const store = openStore(folder);
  try {
    const shelf = new ClipShelf(store, join(folder, 'clips'), KEEP_ALL);
    const files = ids.map((id) => shelf.find(id)?.path ?? noClip(id));
    const passages = new PassageReader(store);
    const channels = new Set(ids.map((id) => passages.one(id)?.event.channel));
    return { files, channel: channels.size === 1 ? ([...channels][0] ?? null) : null };
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

function usage(subject: string, reason: string): HullprintError {
  const hint = 'hullprint label ID… NAME --size small, or hullprint label --from-ais';
  return new HullprintError({ operation: 'label passage', subject, reason, hint, exitCode: ExitCode.usage });
}

function notAll(failed: string[]): HullprintError {
  return new HullprintError({
    operation: 'label from AIS',
    subject: `${failed.length} ${failed.length === 1 ? 'class' : 'classes'}`,
    reason: failed.join('; '),
    hint: 'The others are enrolled; label these by hand, or with --force',
    exitCode: ExitCode.data,
  });
}
