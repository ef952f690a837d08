import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { readIndex } from '../datasets/index-file.js';
import { ClassBook } from '../enrollment/class-book.js';
import { classesOfIndex, type IndexedClass } from '../enrollment/classes-of-index.js';
import { commitEnrolments, type Enrolment, prepareEnrolment } from '../enrollment/enroll.js';
import type { KeptPassages } from '../enrollment/prove.js';
import { ExitCode, HullprintError } from '../errors.js';
import { PassageEmbeddings } from '../history/passage-embeddings.js';
import { loadModel } from '../model.js';
import type { Size } from '../prototypes/assessment.js';
import { FLAT_RECORDER } from '../site/recorder-state.js';
import { storedMemory } from '../site/stored-memory.js';
import { openStore, type Store } from '../store/store.js';
import { inputOption } from './input-option.js';
import { type NodeFlags, nodeOf, nodeOptions } from './node-options.js';

export interface EnrolOptions extends NodeFlags {
  size?: Size;
  input: number;
  channel?: string;
  force?: true;
  dryRun?: true;
  json?: true;
}

export function enrollCommand(command: Command): void {
  command
    .argument('[name]', 'name of the vessel class')
    .argument('[files...]', 'recordings of it, one passage each')
    .option('--index <index.csv>', 'enrol all vessels of an index instead, together or not at all')
    .addOption(
      new Option('--by <column>', 'what the classes of the index are')
        .choices(['vessel', 'class'])
        .default('vessel'),
    );
  enrolOptions(command).action(enrollCommanded);
}

/** What `enroll` and `label` have in common. */
export function enrolOptions(command: Command): Command {
  command
    .addOption(
      new Option('--size <size>', 'how large it is; none for what is no ship, such as a pump').choices([
        'big',
        'small',
        'none',
      ]),
    )
    .addOption(inputOption())
    .option(
      '--channel <name>',
      'channel of the node that recorded them: what it has learnt of its recorder is taken off, and it learns of it',
    )
    .option('--force', 'enrol what has something wrong with it, too; the reason is kept')
    .option('--dry-run', 'tell what it would bring, and change nothing')
    .option('--json', 'tell it as JSON; an objection is told, not an error');
  return nodeOptions(command);
}

async function enrollCommanded(
  name: string | undefined,
  files: string[],
  options: EnrolOptions & { index?: string; by: 'vessel' | 'class' },
): Promise<void> {
  const { index, by, size } = options;
  if (index !== undefined) {
    if (name !== undefined || size !== undefined) throw usage('--index tells names, files and sizes itself');
    return enroll(classesOfIndex(await readIndex(index), by, index), options);
  }
  if (name === undefined || files.length === 0) throw usage('a name and its recordings are wanted');
  if (size === undefined) throw usage('its size is wanted: --size big, small or none');
  await enroll([{ name, size, files }], options);
}

/**
 * The daemon need not stop: it takes what is enrolled within a second.
 *
 * @param channel of the node that heard the recordings; null for recordings from elsewhere
 */
export async function enroll(
  classes: readonly IndexedClass[],
  options: Omit<EnrolOptions, 'size'>,
  channel = options.channel ?? null,
): Promise<void> {
  const node = nodeOf(options);
  const store = openStore(node.folder);
  const model = await loadModel(node.model);
  try {
    const book = new ClassBook(store);
    const learnt = channel === null ? null : storedMemory(store, channel).state();
    if (options.channel !== undefined && !learnt)
      console.error(`hullprint: nothing is known of the recorder of channel ${channel}: it is left as it is`);
    const recorder = learnt ?? FLAT_RECORDER;
    const { input, force = false } = options;
    const enrolments: Enrolment[] = [];
    for (const each of classes) {
      const kept = passagesOfOthers(store, model.identity, each.name);
      const request = { ...each, input, recorder, channel, force, kept };
      enrolments.push(await prepareEnrolment(request, model, book, enrolments));
    }
    const lines = enrolments.flatMap((each) => [
      ...(classes.length > 1 ? [`${each.request.name}:`] : []),
      ...describe(each),
    ]);
    if (options.json) {
      const objection = enrolments.find((each) => each.objection !== null)?.objection ?? null;
      const enrolled = !options.dryRun && objection === null;
      if (enrolled) commitEnrolments(enrolments, model, book);
      console.log(JSON.stringify({ lines, objection, enrolled }));
      return;
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    if (options.dryRun) return;
    commitEnrolments(enrolments, model, book);
    for (const { request, checked } of enrolments) {
      const taught = checked.filter(({ refused }) => !refused).length;
      console.log(`enrolled ${request.name} from ${taught} ${taught === 1 ? 'recording' : 'recordings'}`);
    }
  } finally {
    model.encoder.dispose();
    store.close();
  }
}

/** Passages that are not named so. */
function passagesOfOthers(store: Store, model: string, name: string): KeptPassages {
  const reader = new PassageEmbeddings(store);
  const latest = reader.latest(model);
  const others = latest.filter(({ className, reviewName }) => className !== name && reviewName !== name);
  const [newest, oldest] = [latest[0], latest.at(-1)];
  const hours = newest && oldest ? reader.hoursHeard(oldest.startMs, newest.startMs) : 0;
  return { embeddings: others.map(({ embedding }) => embedding), hours };
}

function usage(reason: string): HullprintError {
  return new HullprintError({
    operation: 'enrol',
    subject: 'as it was called',
    reason,
    hint: 'hullprint enroll NAME --size small FILES…, or hullprint enroll --index INDEX.csv',
    exitCode: ExitCode.usage,
  });
}

function describe({ request, checked, proof, objection }: Enrolment): string[] {
  const files = checked.map(({ support: { file, heard }, findings, refused, sameAs }) => {
    const found = findings.length ? findings.join('; ') : `good, ${heard.windows.length} windows`;
    const one = sameAs && `; the same passage as ${basename(sameAs)}, they count as one`;
    const what = `${found}${one ?? ''}`;
    return `${basename(file)}: ${refused ? 'refused, ' : ''}${what}`;
  });
  const { heldOut, confusedWith, backgroundShare, learning, taken, expected, kept } = proof;
  const recognised = heldOut.filter((outcome) => outcome === 'recognised').length;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const lines = [...files];
  if (heldOut.length === 0) {
    lines.push('held out: nothing, for that takes two recordings that are good');
  } else {
    lines.push(`held out: ${recognised} of ${heldOut.length} recordings recognised (${heldOut.join(', ')})`);
    const coverage = heldOut.length / (heldOut.length + 1);
    lines.push(`promise: ${heldOut.length} recordings can promise to recognise ${percent(coverage)} at most`);
  }
  if (confusedWith)
    lines.push(`nearest class: ${confusedWith.name}, taken for it in ${percent(confusedWith.share)}`);
  for (const { name, share } of taken) {
    if (share > 0) lines.push(`effect on ${name}: loses ${percent(share)} of its windows to ${request.name}`);
  }
  if (backgroundShare !== null)
    lines.push(`sea in the recordings: ${percent(backgroundShare)} would bear its name`);
  if (expected && request.size !== 'none')
    lines.push(
      `to be expected, by simulated vessels: ${percent(expected.recognised)} of its other recordings recognised, ${percent(expected.strangers)} of other vessels named`,
    );
  if (kept) {
    const perHour = kept.hours > 0 ? `, ${(kept.named / kept.hours).toFixed(2)} an hour` : '';
    lines.push(
      `kept here: ${kept.named} of ${kept.passages} passages in ${kept.hours.toFixed(0)} h would bear its name${perHour}; false alarms, where they are not ${request.name}`,
    );
  }
  if (learning.length > 0) {
    const curve = learning.map((point) => `${point.recordings}: ${percent(point.recognised)}`).join(', ');
    lines.push(`learning curve (recordings: windows of the others recognised): ${curve}`);
  }
  if (objection) lines.push(`objection: ${objection}`);
  return lines;
}
