import type { Command } from 'commander';
import { ClassBook } from '../enrollment/class-book.js';
import { exportClasses, fitToModel, importClasses } from '../enrollment/class-file.js';
import { classNamed } from '../enrollment/class-names.js';
import { mergeClasses, removeClass, renameClass } from '../enrollment/edit-classes.js';
import { renewClasses } from '../enrollment/embed-again.js';
import { applyRefinement, refineClass } from '../enrollment/refine.js';
import { PassageEmbeddings } from '../history/passage-embeddings.js';
import { loadModel, type Model } from '../model.js';
import { openStore, type Store } from '../store/store.js';
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
  sub('refine', 'tell which passages that nobody named are surely of a class; with --apply they teach it too')
    .argument('<name>')
    .option('--apply', 'let them; undo takes that back')
    .option('--json', 'tell it as JSON')
    .action(refine);
  sub('remove', 'forget a class')
    .argument('<name>')
    .action((name, flags) => withBook((book) => removeClass(book, name))(flags));
  sub('export', 'write classes with their sound into a file for other nodes; all when none is named')
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
      const text = readNamed(file).toString('utf8');
      await withModel(flags, async (book, model) => {
        console.log(importClasses(book, await fitToModel(text, file, model), file, model.identity));
      });
    });
  sub('renew', 'embed anew, from the sound that was kept, what another model had embedded').action(
    (flags: NodeFlags) =>
      withModel(flags, async (book, model) => {
        const { renewed, lost } = await renewClasses(book, model);
        console.log(renewed.length ? `embedded anew: ${renewed.join(', ')}` : 'nothing to embed anew');
        for (const { name, recordings } of lost)
          console.log(`${name}: ${recordings} without sound; enrol them again from their files`);
      }),
  );
  sub('history', 'every change, newest first').action(withBook((book) => history(book)));
  sub('undo', 'go back to before the latest change').action(
    withBook((book) => console.log(book.undo().change)),
  );
}

async function refine(name: string, flags: NodeFlags & { apply?: true; json?: true }): Promise<void> {
  await withModel(flags, async (book, model, store) => {
    const kept = new PassageEmbeddings(store).latest(model.identity);
    const refinement = refineClass(book, name, kept, model);
    const { adopted, before, after } = refinement;
    const applied = Boolean(flags.apply) && adopted.length > 0;
    if (applied) applyRefinement(refinement, book, model);
    if (flags.json) {
      const passages = adopted.map(({ passage, confidence }) => ({
        ...{ id: passage.id, start: new Date(passage.startMs).toISOString(), confidence },
      }));
      console.log(JSON.stringify({ adopted: passages, before, after, passages: kept.length, applied }));
      return;
    }
    for (const { passage, confidence } of adopted)
      console.log(`${passage.id}  ${new Date(passage.startMs).toISOString()}  ${confidence.toFixed(2)}`);
    for (const [when, { recognised, taught, named }] of Object.entries({ before, after }))
      console.log(
        `${when}: ${recognised} of ${taught} recordings recognised when held out, ${named} of ${kept.length} passages kept bear the name`,
      );
    if (adopted.length === 0) console.log('no passage is sure enough: nothing to refine from');
    else if (!applied) console.log('nothing was changed: --apply lets them teach it');
  });
}

async function withModel(
  flags: NodeFlags,
  act: (book: ClassBook, model: Model, store: Store) => Promise<void>,
): Promise<void> {
  const node = nodeOf(flags);
  const model = await loadModel(node.model);
  const store = openStore(node.folder);
  try {
    await act(new ClassBook(store), model, store);
  } finally {
    model.encoder.dispose();
    store.close();
  }
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
  const stored = book.recordings.all();
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
