import { expect, test } from 'vitest';
import { type KeptPassages, prove } from '../../src/enrollment/prove.js';
import { plainSpace } from '../../src/prototypes/plain-space.js';

const at = (x: number, y: number) => Float32Array.of(x, y, 0);
const pilot = { name: 'pilot', size: 'small' as const, recordings: [[at(2, 0)], [at(2, 0.2)], [at(2.1, 0)]] };
const ferry = { name: 'ferry', size: 'big' as const, recordings: [[at(-3, 0)]] };
const nothing: KeptPassages = { embeddings: [], hours: 0 };
const passages = (own: number, others: number): Float32Array[] => [
  ...Array.from({ length: own }, () => at(2, 0.1)),
  ...Array.from({ length: others }, (_, i) => at(10 + i, 5)),
];

test('the proof tells how many of the passages kept would bear the name', () => {
  const kept = { embeddings: passages(3, 47), hours: 12 };
  expect(prove(pilot, [ferry], [], kept, plainSpace).kept).toEqual({ passages: 50, named: 3, hours: 12 });
});

test('too few passages tell nothing', () => {
  expect(prove(pilot, [ferry], [], { embeddings: passages(3, 10), hours: 1 }, plainSpace).kept).toBeNull();
});

test('each recording is held out in turn, and a model that knows no vessels lets expect nothing', () => {
  const proof = prove(pilot, [ferry], [], nothing, plainSpace);
  expect(proof).toMatchObject({ heldOut: ['recognised', 'recognised', 'recognised'], expected: null });
  expect(proof.confusedWith).toEqual({ name: 'ferry', share: 0 });
});

test('a share of the sea is told from half a minute of it on', () => {
  const share = (windows: number) =>
    prove(pilot, [ferry], passages(windows / 2, windows / 2), nothing, plainSpace).backgroundShare;
  expect([share(10), share(12), share(40)]).toEqual([null, 0.5, 0.5]);
});
