import { expect, onTestFinished, test } from 'vitest';
import { ClassBook } from '../../src/enrollment/class-book.js';
import { applyRefinement, refineClass } from '../../src/enrollment/refine.js';
import { HistoryKeeper } from '../../src/history/keeper.js';
import { PassageEmbeddings } from '../../src/history/passage-embeddings.js';
import { PassageReader } from '../../src/history/passages.js';
import { loadModel, type Model } from '../../src/model.js';
import { VesselSpace } from '../../src/prototypes/vessel-space.js';
import type { EventMessage } from '../../src/publish/messages.js';
import { Random } from '../../src/simulator/random.js';
import { openStore } from '../../src/store/store.js';
import { fitVesselTier } from '../../src/training/vessel-space-fit.js';
import { event } from '../publish/example-messages.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const DIMENSIONS = 24;
const NUISANCE = 3;
const START_MS = Date.UTC(2026, 4, 1);

/** A vessel, and what one recording of her is: herself, the recording's own, and noise. */
class Vessel {
  readonly #random: Random;
  readonly #own: number[];

  constructor(name: string) {
    this.#random = new Random(name);
    this.#own = Array.from({ length: DIMENSIONS }, () => this.#random.normal());
  }

  recording(windows = 4): Float32Array[] {
    const place = Array.from({ length: NUISANCE }, () => 4 * this.#random.normal());
    return Array.from({ length: windows }, () => {
      const noise = () => 0.35 * this.#random.normal();
      return Float32Array.of(
        ...this.#own.map((each) => each + noise()),
        ...place.map((each) => each + noise()),
        0,
      );
    });
  }
}

const fleet = Array.from({ length: 32 }, (_, i) => new Vessel(`base ${i}`));
const tier = fitVesselTier(
  fleet.flatMap((vessel, i) =>
    Array.from({ length: 8 }, () => ({ vessel: `${i}`, size: 'big' as const, windows: vessel.recording() })),
  ),
);
const shipped = await loadModel('band-statistics');
const model: Model = { ...shipped, space: new VesselSpace({ tiers: [tier] }) };

function node() {
  const store = openStore(temporaryFolder());
  onTestFinished(() => store.close());
  const [book, keeper, reviews] = [new ClassBook(store), new HistoryKeeper(store), new PassageReader(store)];
  let count = 0;
  const ids: string[] = [];
  return {
    ...{ book, reviews, ids },
    enrol: (name: string, recordings: Float32Array[][]) =>
      book.change(`enrol ${name}`, (classes, keep) => [
        ...classes,
        {
          ...{ name, size: 'small' },
          recordings: recordings.map((embeddings, i) =>
            keep({
              ...{ file: `${name} ${i}`, audio: `${name} ${i}`, fingerprint: null, seconds: 20 },
              ...{ sampleRateHz: 16_000, model: model.identity, embeddings, findings: [] },
            }),
          ),
        },
      ]),
    passes: (vessel: Vessel, passages: number) => {
      for (let i = 0; i < passages; i++) {
        const id = `01JTZ8E3V0N2QJ4W8X6Y${String(count++).padStart(6, '0')}`;
        const start = new Date(START_MS + 3_600_000 * count).toISOString();
        const end = new Date(START_MS + 3_600_000 * count + 60_000).toISOString();
        const said = { schema: 1, node: 'pier', channel: 'north', replayed: false, ...event } as EventMessage;
        keeper.event({ ...said, id, phase: 'end', start, end, vesselClass: null });
        const [mean] = vessel.recording(1);
        keeper.embedding(id, model.identity, mean!);
        ids.push(id);
      }
    },
    kept: () => new PassageEmbeddings(store).latest(model.identity),
  };
}

const others = Array.from({ length: 40 }, (_, i) => new Vessel(`other ${i}`));

test('passages that nobody named teach a class when asked: it is told better, and undo takes it back', () => {
  const { book, enrol, passes, kept } = node();
  const pilot = new Vessel('pilot');
  enrol('pilot', [pilot.recording(), pilot.recording(), pilot.recording()]);
  passes(pilot, 12);
  for (const vessel of others) passes(vessel, 2);
  const before = book.current.classes;
  const refinement = refineClass(book, 'pilot', kept(), model);
  expect(book.current.classes).toEqual(before);
  expect(refinement.adopted).toHaveLength(3);
  const own = kept().filter((_, i, all) => i >= all.length - 12);
  expect(refinement.adopted.every(({ passage }) => own.some(({ id }) => id === passage.id))).toBe(true);
  expect(refinement.after.recognised).toBeGreaterThanOrEqual(refinement.before.recognised);

  applyRefinement(refinement, book, model);
  expect(book.current.classes[0]!.recordings).toHaveLength(6);
  const again = refineClass(book, 'pilot', kept(), model);
  const adoptedTwice = again.adopted.filter(({ passage }) =>
    refinement.adopted.some((each) => each.passage.id === passage.id),
  );
  expect(adoptedTwice).toEqual([]);
  book.undo();
  expect(book.current.classes).toEqual(before);
});

test('a busy day of ferries does not swallow the small boat', () => {
  const { book, enrol, passes, kept } = node();
  const [pilot, ferry] = [new Vessel('pilot'), new Vessel('ferry')];
  enrol('pilot', [pilot.recording(), pilot.recording()]);
  enrol('ferry', [ferry.recording(), ferry.recording()]);
  passes(ferry, 200);
  passes(pilot, 4);
  const refinement = refineClass(book, 'ferry', kept(), model);
  expect(refinement.adopted).toHaveLength(2);
  applyRefinement(refinement, book, model);
  const after = refineClass(book, 'pilot', kept(), model);
  expect(after.before.named).toBeGreaterThanOrEqual(3);
  expect(after.before.named).toBeLessThanOrEqual(4);
});

test('what a person said of a passage counts: named otherwise or wrong, it teaches nothing', () => {
  const { book, reviews, ids, enrol, passes, kept } = node();
  const pilot = new Vessel('pilot');
  enrol('pilot', [pilot.recording(), pilot.recording()]);
  passes(pilot, 6);
  for (const vessel of others.slice(0, 20)) passes(vessel, 1);
  for (const id of ids.slice(0, 3)) reviews.review(id, { verdict: 'wrong', name: null });
  for (const id of ids.slice(3, 6)) reviews.review(id, { verdict: 'right', name: 'police' });
  expect(refineClass(book, 'pilot', kept(), model).adopted).toEqual([]);
});
