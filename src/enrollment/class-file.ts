import { z } from 'zod';
import { ExitCode, HullprintError } from '../errors.js';
import type { Model } from '../model.js';
import type { ClassBook } from './class-book.js';
import { checkName, classNamed } from './class-names.js';
import { embedSound } from './embed-again.js';
import { packFingerprint, packFloats, unpackFingerprint, unpackFloats } from './packed.js';
import { isSound, packSound, unpackSound } from './sound.js';

const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a SHA-256');

const recording = z.strictObject({
  file: z.string(),
  audio: z.string().min(1),
  /** Its bands, then base64 of 8-bit integers. */
  fingerprint: z
    .string()
    .regex(/^[1-9]\d*:[A-Za-z0-9+/]*={0,2}$/, 'a fingerprint')
    .nullable()
    .default(null),
  /** Its rate, then base64 of 16-bit samples: what another model embeds. */
  sound: z
    .string()
    .regex(/^[1-9]\d*:[A-Za-z0-9+/]*={0,2}$/, 'a sound')
    .refine(isSound, 'a sound at 16 kHz of at least a second')
    .nullable()
    .default(null),
  seconds: z.number().positive(),
  sampleRateHz: z.number().positive(),
  model: sha256,
  /** Its vectors' length, then base64 of float32. */
  embeddings: z.string().regex(/^[1-9]\d*:[A-Za-z0-9+/]+={0,2}$/, 'packed vectors'),
  findings: z.array(z.string()),
});

/** Vessel classes in a file of their own, for another node with the same model. */
const classFile = z.strictObject({
  format: z.literal('hullprint classes'),
  version: z.literal(1),
  exported: z.iso.datetime(),
  classes: z
    .array(
      z.strictObject({
        name: z.string(),
        size: z.enum(['big', 'small', 'none']),
        recordings: z.array(recording).min(1),
      }),
    )
    .min(1),
});

/** Classes as the text of such a file; all of them when no name is given. Throws HullprintError (65) for a name that is none. */
export function exportClasses(book: ClassBook, names: readonly string[], nowMs = Date.now()): string {
  const { classes } = book.current;
  const stored = book.recordings.all();
  const chosen = names.length ? names.map((name) => classNamed(classes, name)) : classes;
  if (chosen.length === 0)
    throw failure('export', 'classes', 'no classes are enrolled', 'Enrol one: hullprint enroll');
  const content: z.input<typeof classFile> = {
    format: 'hullprint classes',
    version: 1,
    exported: new Date(nowMs).toISOString(),
    classes: chosen.map(({ name, size, recordings }) => ({
      name,
      size,
      recordings: recordings.map((id) => {
        const { id: _, embeddings, ...rest } = stored.get(id)!;
        const { file, audio, seconds, sampleRateHz, model, findings } = rest;
        const fingerprint = rest.fingerprint && packFingerprint(rest.fingerprint);
        const kept = book.recordings.sound(id);
        const sound = kept && packSound(kept);
        const vectors = packFloats(embeddings);
        return {
          file,
          audio,
          fingerprint,
          sound,
          seconds,
          sampleRateHz,
          model,
          findings,
          embeddings: vectors,
        };
      }),
    })),
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

/**
 * Takes the classes of such a file in, in one revision that `undo` takes back: new ones as they are, known ones with the
 * recordings that they lack. Gives what changed. Throws HullprintError (65), and changes nothing, for what is no such
 * file, for another model's embeddings and for a class that is known in another size.
 *
 * @param subject the file, for messages
 * @param model identity of the node's model
 */
export function importClasses(book: ClassBook, text: string, subject: string, model: string): string {
  const { classes: coming } = read(text, subject);
  for (const { name, recordings } of coming) {
    checkName(name);
    if (recordings.some((each) => each.model !== model))
      throw failure(
        'import',
        subject,
        `${name} was embedded by another model than this node's, and its sound is not in the file`,
        'Enrol it here from its recordings: hullprint enroll',
      );
  }
  const names = coming.map(({ name }) => name).join(', ');
  const { change } = book.change(`import ${names}`, (classes, store) => {
    const stored = book.recordings.all();
    for (const { name, size, recordings } of coming) {
      const known = classes.find((each) => each.name === name);
      if (known && known.size !== size)
        throw failure(
          'import',
          subject,
          `${name} is ${known.size} here and ${size} there`,
          'Rename one of them: hullprint classes rename',
        );
      const entry = known ?? { name, size, recordings: [] };
      const there = new Set(entry.recordings.map((id) => stored.get(id)!.audio));
      for (const each of recordings.filter(({ audio }) => !there.has(audio)))
        entry.recordings.push(
          store({
            ...each,
            embeddings: unpackFloats(each.embeddings),
            fingerprint: each.fingerprint === null ? null : unpackFingerprint(each.fingerprint),
            sound: each.sound === null ? null : unpackSound(each.sound),
          }),
        );
      if (!known) classes.push(entry);
    }
    return classes;
  });
  return change;
}

/**
 * The text of such a file with all that another model embedded embedded anew from its sound. Throws HullprintError
 * (65) for what is no such file. What has no sound stays, and `importClasses` refuses it.
 */
export async function fitToModel(text: string, subject: string, model: Model): Promise<string> {
  const content = read(text, subject);
  for (const each of content.classes.flatMap(({ recordings }) => recordings)) {
    if (each.model === model.identity || each.sound === null) continue;
    const embeddings = await embedSound(unpackSound(each.sound), model);
    if (embeddings.length === 0)
      throw failure('import', subject, `the sound of ${each.file} is too short`, 'Leave that recording out');
    each.embeddings = packFloats(embeddings);
    each.model = model.identity;
  }
  return JSON.stringify(content);
}

function read(text: string, subject: string) {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw failure('import', subject, 'it is not JSON', 'Give a file that classes export wrote');
  }
  const { success, data, error } = classFile.safeParse(content);
  if (success) return data;
  const { path, message } = error.issues[0]!;
  const where = path.length ? `${path.join('.')}: ` : '';
  throw failure('import', subject, `${where}${message}`, 'Give a file that classes export wrote');
}

function failure(operation: string, subject: string, reason: string, hint: string): HullprintError {
  return new HullprintError({ operation, subject, reason, hint, exitCode: ExitCode.data });
}
