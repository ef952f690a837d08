import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { ExitCode, HullprintError } from '../errors.js';
import { FORMAT_VERSION, type Manifest, manifestSchema } from './manifest.js';

/** A model as it lies on disk, every byte checked against its manifest. */
export interface ModelFolder {
  path: string;
  manifest: Manifest;
  /**
   * `sha256:…` over the manifest, which holds the front end and the hash of every file: two models with one
   * identity give the same embedding for the same audio.
   */
  identity: string;
  /** Contents of the files that the manifest lists; what else lies in the folder is no part of the model. */
  files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a model folder and checks it. Throws HullprintError: 66 when the folder, its manifest or a listed
 * file is missing; 65 when a manifest is damaged or a file is not the one that the manifest names; 78 when
 * the folder has a format that this version does not know.
 */
export async function readModelFolder(path: string): Promise<ModelFolder> {
  const manifest = parseManifest(await readPart(path, 'manifest.json'), join(path, 'manifest.json'));
  const files = new Map<string, Uint8Array>();
  for (const [name, expected] of Object.entries(manifest.files)) {
    const content = await readPart(path, name);
    if (sha256(content) !== expected) {
      throw badModel(join(path, name), 'it is not the file that manifest.json names (SHA-256 differs)');
    }
    files.set(name, content);
  }
  return { path, manifest, identity: identityOf(manifest), files };
}

/** Gives the identity of the model that a manifest describes, whatever the order of its keys. */
export function identityOf(manifest: Manifest): string {
  return `sha256:${sha256(canonicalJson(manifest))}`;
}

/** Hash of a file's content as a manifest lists it. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Reads one JSON file of a model by its schema. Throws HullprintError (65) when the model has no such file
 * or the file does not fit.
 */
export function readModelJson<Schema extends z.ZodType>(
  folder: ModelFolder,
  name: string,
  schema: Schema,
): z.infer<Schema> {
  const content = folder.files.get(name);
  if (!content) throw badModel(folder.path, `the manifest lists no ${name}`);
  const result = schema.safeParse(parseJson(content, join(folder.path, name)));
  if (!result.success) throw badModel(join(folder.path, name), firstIssue(result.error));
  return result.data;
}

/** The error of a model that is there and cannot be used: 65 unless told otherwise. */
export function badModel(subject: string, reason: string, cause?: unknown): HullprintError {
  return new HullprintError({
    operation: 'use model',
    subject,
    reason,
    hint: 'Restore the model folder from where it came, or train it again.',
    exitCode: ExitCode.data,
    cause,
  });
}

async function readPart(folder: string, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(join(folder, name)));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new HullprintError({
      operation: 'read model',
      subject: folder,
      reason: code === 'ENOENT' || code === 'ENOTDIR' ? `it has no ${name}` : message,
      hint: 'Name a shipped model or the folder of one (hullprint config schema, key model).',
      exitCode: ExitCode.noInput,
      cause,
    });
  }
}

function parseManifest(content: Uint8Array, path: string): Manifest {
  const json = parseJson(content, path);
  const version = (json as { formatVersion?: unknown } | null)?.formatVersion;
  if (version !== undefined && version !== FORMAT_VERSION) {
    throw new HullprintError({
      operation: 'use model',
      subject: path,
      reason: `it has model format ${JSON.stringify(version)}, this version knows ${FORMAT_VERSION}`,
      hint: 'Update hullprint, or train the model again with this version.',
      exitCode: ExitCode.configuration,
    });
  }
  const result = manifestSchema.safeParse(json);
  if (!result.success) throw badModel(path, firstIssue(result.error));
  return result.data;
}

function parseJson(content: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content));
  } catch (cause) {
    throw badModel(path, 'it is not JSON', cause);
  }
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]!;
  return issue.path.length ? `${issue.path.join('.')}: ${issue.message}` : issue.message;
}

/** JSON with sorted keys, so that the same content always gives the same text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
