import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ExitCode, HullprintError } from '../errors.js';
import { SIDES, type Side } from './deal.js';
import { LEARNT_SIZES, SPLIT_WAYS, type Split } from './split.js';

const share = z.number().min(0).max(1);

const member = z.strictObject({
  recordingId: z.string().min(1),
  source: z.string(),
  site: z.string(),
  /** Splits of before it was read have none. */
  hydrophone: z.string().optional(),
  class: z.string(),
  size: z.enum(LEARNT_SIZES),
  vessel: z.string(),
  /** SHA-256 of the decoded samples of each cut. */
  audio: z.array(z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal')),
});

const schema = z.strictObject({
  formatVersion: z.literal(1),
  by: z.enum(SPLIT_WAYS),
  seed: z.int(),
  validation: share,
  test: share,
  sides: z.strictObject({
    training: z.array(member),
    validation: z.array(member),
    test: z.array(member),
  } satisfies Record<Side, unknown>),
  leftOut: z.array(z.strictObject({ subject: z.string(), reason: z.string() })),
});

export type SplitMember = z.infer<typeof member>;

/** A split as it is stored, by itself or with a model that was trained on it. */
export type StoredSplit = z.infer<typeof schema>;

/** A split as JSON; the same split always gives the same text. */
export function splitText({ request, sides, leftOut }: Split): string {
  const members = SIDES.map((side) => [side, sides[side].map(asMember)] as const);
  const { by, seed, validation, test } = request;
  const stored = {
    formatVersion: 1,
    by,
    seed,
    validation,
    test,
    sides: Object.fromEntries(members),
    leftOut,
  };
  return `${JSON.stringify(stored, null, 1)}\n`;
}

function asMember(recording: Split['sides']['training'][number]): SplitMember {
  const { recordingId, source, site, hydrophone, size, vessel, audio } = recording;
  return {
    recordingId,
    source,
    site,
    hydrophone,
    class: recording.class,
    size: size as SplitMember['size'],
    vessel,
    audio: audio.toSorted(),
  };
}

/** Writes a split. Throws HullprintError (73) when it cannot. */
export async function writeSplit(path: string, split: Split): Promise<void> {
  await writeFile(path, splitText(split)).catch((cause: NodeJS.ErrnoException) => {
    throw new HullprintError({
      operation: 'write split',
      subject: path,
      reason: cause.message,
      hint: 'Name a file in a folder that exists and may be written.',
      exitCode: ExitCode.cannotCreate,
      cause,
    });
  });
}

/** Reads a split back. Throws HullprintError: 66 when it cannot be read, 65 when it is none. */
export async function readSplit(path: string): Promise<StoredSplit> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw badSplit(path, reason, ExitCode.noInput, cause);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw badSplit(path, 'it is not JSON', ExitCode.data, cause);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const { path: place, message } = result.error.issues[0];
  throw badSplit(path, `${place.length > 0 ? `${place.join('.')}: ` : ''}${message}`, ExitCode.data);
}

function badSplit(path: string, reason: string, exitCode: ExitCode, cause?: unknown): HullprintError {
  return new HullprintError({
    operation: 'read split',
    subject: path,
    reason,
    hint: 'Name a file that hullprint dataset --split … --out wrote.',
    exitCode,
    cause,
  });
}
