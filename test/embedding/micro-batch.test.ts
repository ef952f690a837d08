import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MicroBatch } from '../../src/embedding/micro-batch.js';

/** Doubles numbers, noting what came in each batch. */
function doubling(maxItems: number) {
  const batches: number[][] = [];
  const run = async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise(setImmediate);
    return items.map((item) => 2 * item);
  };
  return { batches, batch: new MicroBatch(run, maxItems) };
}

describe('requests of several channels', () => {
  test('within one tick go through one pass', async () => {
    const { batch, batches } = doubling(64);
    const channels = [1, 2, 3].map(async (value) => {
      await Promise.resolve(); // as a channel whose window was finished by a promise
      return batch.add([value]);
    });
    expect(await Promise.all(channels)).toEqual([[2], [4], [6]]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  test('that come while a pass runs share the next', async () => {
    const { batch, batches } = doubling(64);
    const first = batch.add([1]);
    await new Promise(setImmediate);
    await Promise.all([first, batch.add([2]), batch.add([3])]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  test('each get their own results in order, however they interleave, in batches within the bound', async () => {
    const requests = fc.array(
      fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(
        requests,
        fc.integer({ min: 4, max: 9 }),
        fc.scheduler(),
        async (lists, bound, scheduler) => {
          const { batch, batches } = doubling(bound);
          const answers = Promise.all(
            lists.map(async (items) => {
              await scheduler.schedule(Promise.resolve());
              return batch.add(items);
            }),
          );
          await scheduler.waitFor(answers);
          expect(await answers).toEqual(lists.map((items) => items.map((item) => 2 * item)));
          for (const { length } of batches) expect(length).toBeLessThanOrEqual(bound);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('fail together when their pass fails, and the next pass is tried', async () => {
    const run = async (items: readonly number[]) => {
      if (items.includes(0)) throw new Error('device lost');
      return [...items];
    };
    const batch = new MicroBatch(run, 64);
    const outcomes = await Promise.allSettled([batch.add([1]), batch.add([0])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await batch.add([5])).toEqual([5]);
  });
});
