import { expect, onTestFinished, test } from 'vitest';
import { ClassBook } from '../../src/enrollment/class-book.js';
import { exportClasses, importClasses } from '../../src/enrollment/class-file.js';
import { mergeClasses } from '../../src/enrollment/edit-classes.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const model = `sha256:${'2'.repeat(64)}`;
const recording = (audio: string) => ({
  ...{ file: `${audio}.wav`, audio, seconds: 20, sampleRateHz: 16_000, model, findings: ['clipped'] },
  fingerprint: { bands: 2, values: Int8Array.of(1, -128, 127, 0) },
  sound: { sampleRateHz: 16_000, samples: Int16Array.from({ length: 16_000 }, (_, i) => (i % 3) * 10_000) },
  embeddings: [Float32Array.of(0.1, -2, 0), Float32Array.of(0.3, Math.PI, 0)],
});

function book(classes: Record<string, string[]> = {}, size: 'big' | 'small' = 'small') {
  const store = openStore(temporaryFolder());
  onTestFinished(() => store.close());
  const made = new ClassBook(store);
  for (const [name, audios] of Object.entries(classes))
    made.change(`enrol ${name}`, (all, keep) => [
      ...all,
      { name, size, recordings: audios.map((audio) => keep(recording(audio))) },
    ]);
  return made;
}

/** What a book knows of each class: its recordings by their audio. */
const known = (of: ClassBook) => {
  const stored = of.recordings.all();
  return Object.fromEntries(
    of.current.classes.map(({ name, recordings }) => [name, recordings.map((id) => stored.get(id)!.audio)]),
  );
};

test('what one node exports another imports, to the bit, and can take back', () => {
  const to = book();
  importClasses(to, exportClasses(book({ pilot: ['a', 'b'], ferry: ['c'] }), []), 'f', model);
  expect(known(to)).toEqual({ pilot: ['a', 'b'], ferry: ['c'] });
  const { sound, ...rest } = recording('a');
  expect([...to.recordings.all().values()][0]).toMatchObject(rest);
  expect(to.recordings.sound([...to.recordings.all().keys()][0]!)).toEqual(sound);
  to.undo();
  expect(known(to)).toEqual({});
});

test('a class that is known gets the recordings that it lacks, and no other class changes', () => {
  const to = book({ pilot: ['a'], tug: ['t'] });
  const file = exportClasses(book({ pilot: ['a', 'b'], ferry: ['c'] }), ['pilot']);
  importClasses(to, file, 'f', model);
  expect(known(to)).toEqual({ pilot: ['a', 'b'], tug: ['t'] });
});

test('two classes become one, and apart again', () => {
  const to = book({ pilot: ['a'], launch: ['b'] });
  mergeClasses(to, 'pilot', 'launch');
  expect(known(to)).toEqual({ pilot: ['a', 'b'] });
  to.undo();
  expect(known(to)).toEqual({ pilot: ['a'], launch: ['b'] });
});

test.each([
  ['no JSON', () => '{', model, 'it is not JSON'],
  ['another format', () => '{"format": "x"}', model, 'format: '],
  [
    'another model',
    () => exportClasses(book({ ferry: ['c'] }), []),
    `sha256:${'3'.repeat(64)}`,
    'another model',
  ],
  [
    'a sound that is none',
    () => exportClasses(book({ ferry: ['c'] }), []).replace(/"16000:[^"]*"/, '"16000:AAA="'),
    model,
    'sound: a sound at 16 kHz',
  ],
  [
    'another size',
    () => exportClasses(book({ pilot: ['c'] }, 'big'), []),
    model,
    'pilot is small here and big there',
  ],
  [
    'a name that verdicts use',
    () => exportClasses(book({ ferry: ['c'] }), []).replace('"ferry"', '"none"'),
    model,
    'verdicts use this name',
  ],
])('a file of %s is refused and changes nothing', (_, file, identity, reason) => {
  const to = book({ pilot: ['a'] });
  expect(() => importClasses(to, file(), 'f', identity)).toThrow(reason);
  expect(known(to)).toEqual({ pilot: ['a'] });
  expect(to.revision).toBe(1);
});
