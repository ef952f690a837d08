import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { ClassBook } from '../enrollment/class-book.js';
import { commitEnrolment, type Enrolment, prepareEnrolment } from '../enrollment/enroll.js';
import { loadModel } from '../model.js';
import type { Size } from '../prototypes/assessment.js';
import { FLAT_RECORDER, type RecorderState } from '../site/recorder-state.js';
import { storedMemory } from '../site/stored-memory.js';
import { openStore, type Store } from '../store/store.js';
import { inputOption } from './input-option.js';
import { type NodeFlags, nodeOf, nodeOptions } from './node-options.js';

export interface EnrolOptions extends NodeFlags {
  size: Size;
  input: number;
  channel?: string;
  force?: true;
  dryRun?: true;
  json?: true;
}

export function enrollCommand(command: Command): void {
  command
    .argument('<name>', 'name of the vessel class')
    .argument('<files...>', 'recordings of it, one passage each');
  enrolOptions(command).action(enroll);
}

/** What `enroll` and `label` have in common. */
export function enrolOptions(command: Command, { sizeIsTold = true } = {}): Command {
  command
    .addOption(
      new Option('--size <size>', 'how large it is; none for what is no ship, such as a pump')
        .choices(['big', 'small', 'none'])
        .makeOptionMandatory(sizeIsTold),
    )
    .addOption(inputOption())
    .option(
      '--channel <name>',
      'channel of the node that recorded them: what it has learnt of its recorder is taken off',
    )
    .option('--force', 'enrol what has something wrong with it, too; the reason is kept')
    .option('--dry-run', 'tell what it would bring, and change nothing')
    .option('--json', 'tell it as JSON; an objection is told, not an error');
  return nodeOptions(command);
}

/** The daemon need not stop: it takes what is enrolled within a second. */
export async function enroll(name: string, files: string[], options: EnrolOptions): Promise<void> {
  const node = nodeOf(options);
  const store = openStore(node.folder);
  const model = await loadModel(node.model);
  try {
    const book = new ClassBook(store);
    const recorder = options.channel === undefined ? FLAT_RECORDER : learntRecorder(store, options.channel);
    const { size, input, force = false } = options;
    const enrolment = await prepareEnrolment({ name, size, files, input, recorder, force }, model, book);
    if (options.json) {
      const enrolled = !options.dryRun && enrolment.objection === null;
      if (enrolled) commitEnrolment(enrolment, model, book);
      const { objection } = enrolment;
      console.log(JSON.stringify({ lines: describe(enrolment), objection, enrolled }));
      return;
    }
    process.stdout.write(`${describe(enrolment).join('\n')}\n`);
    if (options.dryRun) return;
    commitEnrolment(enrolment, model, book);
    const taught = enrolment.checked.filter(({ refused }) => !refused).length;
    console.log(`enrolled ${name} from ${taught} ${taught === 1 ? 'recording' : 'recordings'}`);
  } finally {
    model.encoder.dispose();
    store.close();
  }
}

function learntRecorder(store: Store, channel: string): RecorderState {
  const learnt = storedMemory(store, channel).state();
  if (!learnt)
    console.error(`hullprint: nothing is known of the recorder of channel ${channel}: it is left as it is`);
  return learnt ?? FLAT_RECORDER;
}

function describe({ request, checked, proof, objection }: Enrolment): string[] {
  const files = checked.map(({ support: { file, heard }, findings, refused }) => {
    const what = findings.length ? findings.join('; ') : `good, ${heard.windows.length} windows`;
    return `${basename(file)}: ${refused ? 'refused, ' : ''}${what}`;
  });
  const { heldOut, confusedWith, backgroundShare, learning, taken } = proof;
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
  if (learning.length > 0) {
    const curve = learning.map((point) => `${point.recordings}: ${percent(point.recognised)}`).join(', ');
    lines.push(`learning curve (recordings: windows of the others recognised): ${curve}`);
  }
  if (objection) lines.push(`objection: ${objection}`);
  return lines;
}
