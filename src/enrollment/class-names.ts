import { ExitCode, HullprintError } from '../errors.js';
import type { ClassEntry } from './class-book.js';

/** Names that verdicts use. */
const TAKEN = ['big', 'small', 'none', 'unknown'];

/** Throws HullprintError (64) for a name that no class may have. */
export function checkName(name: string): void {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(name) && !TAKEN.includes(name)) return;
  throw new HullprintError({
    operation: 'name a class',
    subject: JSON.stringify(name),
    reason: TAKEN.includes(name)
      ? 'verdicts use this name'
      : 'it is no name of 1 to 64 letters, digits, . _ - or spaces',
    hint: 'Choose another name, such as pilot-boat',
    exitCode: ExitCode.usage,
  });
}

/** The class of that name. Throws HullprintError (65) when there is none. */
export function classNamed(classes: readonly ClassEntry[], name: string): ClassEntry {
  const found = classes.find((each) => each.name === name);
  if (found) return found;
  throw new HullprintError({
    operation: 'find class',
    subject: name,
    reason: 'no class has this name',
    hint: 'hullprint classes list tells the names',
    exitCode: ExitCode.data,
  });
}
