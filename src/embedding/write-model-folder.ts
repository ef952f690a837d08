import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ExitCode, HullprintError } from '../errors.js';
import { FORMAT_VERSION, type Manifest, type ManifestDraft, manifestSchema } from './manifest.js';
import { badModel, identityOf, type ModelFolder, sha256 } from './model-folder.js';

/**
 * Writes a model folder: the files, and a manifest with their hashes. A model that already lies there is
 * replaced as a whole; the new one takes the name only when it is complete. Throws HullprintError: 73 when
 * the folder cannot be made or holds something that is not a model, 65 when the draft does not fit the
 * schema.
 */
export async function writeModelFolder(
  path: string,
  draft: ManifestDraft,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<ModelFolder> {
  const contents = new Map(
    Object.entries(files).map(([name, content]) => [name, new Uint8Array(Buffer.from(content as string))]),
  );
  const manifest = complete(path, draft, contents);
  try {
    await replaceFolder(resolve(path), contents, `${JSON.stringify(manifest, null, 2)}\n`);
  } catch (cause) {
    throw new HullprintError({
      operation: 'write model',
      subject: path,
      reason: (cause as Error).message,
      hint: 'Name a folder that may be written and holds a model or nothing.',
      exitCode: ExitCode.cannotCreate,
      cause,
    });
  }
  return { path, manifest, identity: identityOf(manifest), files: contents };
}

function complete(path: string, draft: ManifestDraft, contents: ReadonlyMap<string, Uint8Array>): Manifest {
  const hashes = [...contents].map(([name, content]) => [name, sha256(content)] as const);
  const result = manifestSchema.safeParse({
    formatVersion: FORMAT_VERSION,
    ...draft,
    files: Object.fromEntries(hashes),
  });
  if (!result.success) {
    const { path: key, message } = result.error.issues[0]!;
    throw badModel(join(path, 'manifest.json'), `${key.join('.')}: ${message}`);
  }
  return result.data;
}

async function replaceFolder(path: string, contents: ReadonlyMap<string, Uint8Array>, manifest: string) {
  await mkdir(dirname(path), { recursive: true });
  const before = await readdir(path).catch((): string[] => []);
  if (before.length && !before.includes('manifest.json')) throw new Error('it holds something else');
  const fresh = await mkdtemp(join(dirname(path), `.${basename(path)}-`));
  try {
    await chmod(fresh, 0o755); // mkdtemp makes it private; the daemon's user must read it
    for (const [name, content] of contents) await writeFile(join(fresh, name), content);
    await writeFile(join(fresh, 'manifest.json'), manifest);
    await rm(path, { recursive: true, force: true });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    throw error;
  }
}
