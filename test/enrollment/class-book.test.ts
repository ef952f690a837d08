import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClassBook } from '../../src/enrollment/class-book.js';
import type { EnrolledRecording } from '../../src/enrollment/recordings.js';
import { HullprintError } from '../../src/errors.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const recording: EnrolledRecording = {
  file: 'pilot.wav',
  audio: 'sha256:1',
  fingerprint: { bands: 2, values: Int8Array.of(1, -128, 127, 0) },
  seconds: 20,
  sampleRateHz: 16_000,
  model: 'sha256:2',
  embeddings: [Float32Array.of(0.1, -2, 0), Float32Array.of(0.3, Math.PI, 0)],
  findings: ['clipped'],
};
const enrol = (book: ClassBook, name: string) =>
  book.change(`enrol ${name}`, (classes, store) => [
    ...classes,
    { name, size: 'small', recordings: [store(recording)] },
  ]);

test('what is enrolled is there after opening again, embeddings to the bit', () => {
  const folder = temporaryFolder();
  const store = openStore(folder);
  enrol(new ClassBook(store), 'pilot');
  store.close();
  const again = openStore(folder);
  const book = new ClassBook(again);
  const [entry] = book.current.classes;
  expect(entry).toMatchObject({ name: 'pilot', size: 'small' });
  expect(book.recordings.all().get(entry.recordings[0])).toMatchObject(recording);
  again.close();
});

test('a change that fails leaves the classes and the recordings as they were', () => {
  const store = openStore(temporaryFolder());
  const book = new ClassBook(store);
  enrol(book, 'pilot');
  const failing = () =>
    book.change('fail', (_, keep) => {
      keep(recording);
      throw new RangeError('broken');
    });
  expect(failing).toThrow(HullprintError);
  expect(book.current).toMatchObject({ revision: 1, classes: [{ name: 'pilot' }] });
  expect(book.recordings.all().size).toBe(1);
  store.close();
});

test('undo takes back one change after another, whatever was enrolled, and says when there is none left', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 12 }), (steps) => {
      const store = openStore(temporaryFolder());
      const book = new ClassBook(store);
      const expected: string[][] = [[]];
      for (const [i, isUndo] of steps.entries()) {
        if (!isUndo) {
          enrol(book, `class ${i}`);
          expected.push([...expected.at(-1)!, `class ${i}`]);
        } else if (expected.length > 1) {
          book.undo();
          expected.pop();
        } else expect(() => book.undo()).toThrow(/there is none/);
        expect(book.current.classes.map(({ name }) => name)).toEqual(expected.at(-1));
      }
      store.close();
    }),
    { numRuns: 15 },
  );
});

test('ships that a channel heard tell of its recorder for as long as they are enrolled', () => {
  const store = openStore(temporaryFolder());
  const book = new ClassBook(store);
  const heardAt = { channel: 'north', features: [1, -2.5] };
  const at = (name: string, size: 'big' | 'none') =>
    book.change(`enrol ${name}`, (classes, keep) => [
      ...classes,
      { name, size, recordings: [keep({ ...recording, heardAt }), keep(recording)] },
    ]);
  at('ferry', 'big');
  at('pump', 'none');
  expect(book.knownAt('north')).toEqual([{ size: 'big', features: [1, -2.5] }]);
  expect(book.knownAt('south')).toEqual([]);
  book.undo();
  book.undo();
  expect(book.knownAt('north')).toEqual([]);
  store.close();
});
