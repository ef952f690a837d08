import { expect, onTestFinished, test } from 'vitest';
import { ClassBook } from '../../src/enrollment/class-book.js';
import { renewClasses } from '../../src/enrollment/embed-again.js';
import { loadModel } from '../../src/model.js';
import { openStore } from '../../src/store/store.js';
import { HARBOUR_RATE_HZ, harbourSamples } from '../fixtures/harbour-recording.js';
import { rumbleModel } from '../fixtures/rumble-model.js';
import { temporaryFolder } from '../store/temporary-folder.js';

test('what another model embedded is embedded anew from its sound, with what it told of its recorder', async () => {
  const store = openStore(temporaryFolder());
  onTestFinished(() => store.close());
  const book = new ClassBook(store);
  const samples = harbourSamples(20, [{ size: 'big', closestSeconds: 10 }]);
  const recording = {
    ...{ file: 'a.wav', audio: 'a', fingerprint: null, seconds: 20, sampleRateHz: HARBOUR_RATE_HZ },
    ...{ model: `sha256:${'1'.repeat(64)}`, embeddings: [Float32Array.of(1, 0)], findings: [] },
  };
  const sound = {
    sampleRateHz: HARBOUR_RATE_HZ,
    samples: Int16Array.from(samples, (sample) => 32_767 * sample),
  };
  const heardAt = { channel: 'north', features: [1, 2] };
  book.change('enrol', (_classes, keep) => [
    { name: 'tanker', size: 'big', recordings: [keep({ ...recording, sound, heardAt }), keep(recording)] },
  ]);
  const model = await loadModel(await rumbleModel());
  expect(await renewClasses(book, model)).toEqual({
    renewed: ['tanker'],
    lost: [{ name: 'tanker', recordings: 1 }],
  });
  const [renewed, left] = book.current.classes[0]!.recordings.map((id) => book.recordings.all().get(id)!);
  expect(renewed).toMatchObject({ file: 'a.wav', model: model.identity });
  expect(renewed!.embeddings.length).toBeGreaterThan(3);
  expect(left!.model).toBe(recording.model);
  expect(book.knownAt('north')).toEqual([{ size: 'big', features: [1, 2] }]);
});
