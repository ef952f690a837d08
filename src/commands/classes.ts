import type { Command } from 'commander';
import { ClassBook } from '../enrollment/class-book.js';
import { exportClasses, importClasses } from '../enrollment/class-file.js';
import { classNamed } from '../enrollment/class-names.js';
import { mergeClasses, removeClass, renameClass } from '../enrollment/edit-classes.js';
import { modelIdentity } from '../model.js';
import { openStore } from '../store/store.js';
import { readNamed, writeNamed } from './named-file.js';
import { type NodeFlags, nodeOf, nodeOptions } from './node-options.js';

export function classesCommand(command: Command): void {
  const sub = (name: string, does: string) => nodeOptions(command.command(name).description(does));
  sub('list', 'vessel classes of the node').action(withBook((book) => list(book)));
  sub('show', 'recordings of a class')
    .argument('<name>')
    .action((name, flags) => withBook((book) => show(book, name))(flags));
  sub('rename', 'give a class another name')
    .argument('<name>')
    .argument('<new-name>')
    .action((name, to, flags) => withBook((book) => renameClass(book, name, to))(flags));
  sub('merge', 'make one class of two: the first takes in the recordings of the second')
    .argument('<name>')
    .argument('<other>')
    .action((name, other, flags) => withBook((book) => mergeClasses(book, name, other))(flags));
  sub('remove', 'forget a class')
    .argument('<name>')
    .action((name, flags) => withBook((book) => removeClass(book, name))(flags));
  sub('export', 'write classes into a file for other nodes with the same model; all when none is named')
    .argument('<file>')
    .argument('[names...]')
    .action((file, names, flags) =>
      withBook((book) => {
        writeNamed(file, exportClasses(book, names));
        console.log(
          `${file}: ${(names.length ? names : book.current.classes.map((each) => each.name)).join(', ')}`,
        );
      })(flags),
    );
  sub('import', 'take in the classes of a file; undo takes that back')
    .argument('<file>')
    .action(async (file, flags: NodeFlags) => {
      const model = await modelIdentity(nodeOf(flags).model);
      withBook((book) => console.log(importClasses(book, readNamed(file).toString('utf8'), file, model)))(
        flags,
      );
    });
  sub('history', 'every change, newest first').action(withBook((book) => history(book)));
  sub('undo', 'go back to before the latest change').action(
    withBook((book) => console.log(book.undo().change)),
  );
}

function withBook(act: (book: ClassBook) => void) {
  return (flags: NodeFlags): void => {
    const store = openStore(nodeOf(flags).folder);
    try {
      act(new ClassBook(store));
    } finally {
      store.close();
    }
  };
}

function list(book: ClassBook): void {
  const { classes } = book.current;
  if (classes.length === 0) console.log('no classes are enrolled');
  for (const { name, size, recordings } of classes)
    console.log(
      `${name}: ${size}, ${recordings.length} ${recordings.length === 1 ? 'recording' : 'recordings'}`,
    );
}

function show(book: ClassBook, name: string): void {
  const stored = book.recordings();
  for (const id of classNamed(book.current.classes, name).recordings) {
    const { file, seconds, findings, model } = stored.get(id)!;
    const remark = findings.length ? `, ${findings.join('; ')}` : '';
    console.log(`${file}: ${seconds.toFixed(1)} s, ${model}${remark}`);
  }
}

function history(book: ClassBook): void {
  for (const { revision, timeMs, change } of book.history()) {
    console.log(`${revision}  ${new Date(timeMs).toISOString()}  ${change}`);
  }
}
