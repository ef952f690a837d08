import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldsByVessel } from '../../src/evaluation/demon-folds.js';

const rows = fc.array(fc.record({ vessel: fc.constantFrom('', 'A', 'B', 'C', 'D', 'E', 'F') }), {
  minLength: 1,
});

test('no vessel is in two folds, and all rows without a name are in one', () => {
  fc.assert(
    fc.property(rows, (some) => {
      const folds = foldsByVessel(some);
      expect(folds).toHaveLength(some.length);
      for (const { vessel } of some) {
        expect(new Set(folds.filter((_, i) => some[i].vessel === vessel)).size).toBe(1);
      }
    }),
  );
});

test('the order of the rows does not move a vessel to another fold', () => {
  fc.assert(
    fc.property(rows, (some) => {
      expect(foldsByVessel([...some].reverse()).reverse()).toEqual(foldsByVessel(some));
    }),
  );
});

test('many vessels share ten folds of nearly the same size', () => {
  const many = Array.from({ length: 100 }, (_, i) => ({ vessel: `vessel ${i}` }));
  const folds = foldsByVessel(many);
  for (let fold = 0; fold < 10; fold++) expect(folds.filter((f) => f === fold)).toHaveLength(10);
});
