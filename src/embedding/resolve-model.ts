import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExitCode, HullprintError } from '../errors.js';

/** The package's models/: two folders up from src/embedding and from dist/embedding alike. */
const SHIPPED_MODELS = fileURLToPath(new URL('../../models/', import.meta.url));

/**
 * Gives the folder of a model: of the shipped one by that name, else of the one at that path. Throws
 * HullprintError (66) that lists the shipped models when there is neither.
 */
export function resolveModel(nameOrPath: string): string {
  const shipped = join(SHIPPED_MODELS, nameOrPath);
  if (!/[\\/]|^\.+$/.test(nameOrPath) && existsSync(shipped)) return shipped;
  const path = resolve(nameOrPath);
  if (existsSync(path)) return path;
  throw new HullprintError({
    operation: 'find model',
    subject: nameOrPath,
    reason: 'no shipped model has that name and no folder lies at that path',
    hint: `Shipped models: ${shippedModels().join(', ') || 'none'}.`,
    exitCode: ExitCode.noInput,
  });
}

/** Names of the models that come with the package. */
export function shippedModels(): string[] {
  if (!existsSync(SHIPPED_MODELS)) return [];
  return readdirSync(SHIPPED_MODELS).filter((name) =>
    existsSync(join(SHIPPED_MODELS, name, 'manifest.json')),
  );
}
