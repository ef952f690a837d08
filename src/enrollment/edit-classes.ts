import { ExitCode, HullprintError } from '../errors.js';
import type { ClassBook, ClassEntry } from './class-book.js';
import { checkName, classNamed } from './class-names.js';

/** Throws HullprintError (64, 65) when that cannot be; so do the others. */
export function renameClass(book: ClassBook, name: string, to: string): void {
  checkName(to);
  book.change(`rename ${name} to ${to}`, (classes) => {
    const entry = classNamed(classes, name);
    if (classes.some((each) => each.name === to)) throw clash('rename', name, `${to} is a class already`);
    entry.name = to;
    return classes;
  });
}

/** Makes one class of two: the first takes in the recordings of the second. */
export function mergeClasses(book: ClassBook, name: string, other: string): void {
  book.change(`merge ${other} into ${name}`, (classes) => {
    const [kept, gone]: ClassEntry[] = [classNamed(classes, name), classNamed(classes, other)];
    if (kept === gone) throw clash('merge', name, 'it is the same class');
    if (kept.size !== gone.size) throw clash('merge', name, `it is ${kept.size}, ${other} is ${gone.size}`);
    kept.recordings.push(...gone.recordings);
    return classes.filter((each) => each !== gone);
  });
}

export function removeClass(book: ClassBook, name: string): void {
  book.change(`remove ${name}`, (classes) => {
    const gone = classNamed(classes, name);
    return classes.filter((each) => each !== gone);
  });
}

function clash(operation: string, subject: string, reason: string): HullprintError {
  return new HullprintError({
    operation,
    subject,
    reason,
    hint: 'hullprint classes list tells what there is; nothing was changed',
    exitCode: ExitCode.data,
  });
}
