import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Outbox } from '../../src/publish/outbox.js';
import { OutboxCursor } from '../../src/publish/outbox-cursor.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const kind = fc.constantFrom('levels' as const, 'effort' as const, 'event' as const);
const worth = { levels: 0, effort: 1, event: 2 };
const payload = (number: number, bytes = 0) =>
  JSON.stringify({ number, replayed: false, filling: 'x'.repeat(bytes) });
const numberOf = (row: { payload: string }) => (JSON.parse(row.payload) as { number: number }).number;

function contents(outbox: Outbox): number[] {
  const numbers = [];
  for (let row = outbox.following(0); row; row = outbox.following(row.seq)) numbers.push(numberOf(row));
  return numbers;
}

test('a full outbox gives up the oldest levels first, then effort, events last, and counts each', () => {
  const outbox = new Outbox(openStore(temporaryFolder()), { rows: 3, bytes: 1e6 });
  outbox.put('event', 't', payload(1));
  outbox.put('effort', 't', payload(2));
  outbox.put('levels', 't', payload(3));
  outbox.put('levels', 't', payload(4));
  expect(contents(outbox)).toEqual([1, 2, 4]);
  outbox.put('event', 't', payload(5));
  expect(contents(outbox)).toEqual([1, 2, 5]);
  outbox.put('event', 't', payload(6));
  expect(contents(outbox)).toEqual([1, 5, 6]);
  outbox.put('event', 't', payload(7));
  expect(contents(outbox)).toEqual([5, 6, 7]);
  expect(outbox.summary().dropped).toEqual({ levels: 2, effort: 1, event: 1 });
});

test('neither bound is ever passed, nothing goes uncounted, and what goes is worth least', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(kind, fc.nat(300)), { maxLength: 40 }), (messages) => {
      const store = openStore(temporaryFolder());
      const bounds = { rows: 6, bytes: 900 };
      const outbox = new Outbox(store, bounds);
      let before = outbox.summary().dropped;
      messages.forEach(([each, bytes], number) => {
        outbox.put(each, 't', payload(number, bytes));
        const { rows, bytes: held, dropped } = outbox.summary();
        expect(rows).toBeLessThanOrEqual(bounds.rows);
        expect(held).toBeLessThanOrEqual(bounds.bytes);
        expect(rows + dropped.levels + dropped.effort + dropped.event).toBe(number + 1);
        // What is worth more goes only when nothing worth less is left.
        const kept = contents(outbox).map((one) => worth[messages[one]![0]]);
        const lowest = Math.min(...kept, worth.event);
        if (dropped.event > before.event) expect(lowest).toBe(worth.event);
        if (dropped.effort > before.effort) expect(lowest).toBeGreaterThanOrEqual(worth.effort);
        before = dropped;
      });
      store.close();
    }),
    { numRuns: 30 },
  );
});

type Step = { type: 'put' | 'connect' | 'send' | 'crash' | 'lose' } | { type: 'ack'; count: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ type: 'put' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ type: 'connect' }) },
  { weight: 4, arbitrary: fc.constant<Step>({ type: 'send' }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('ack' as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ type: 'lose' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ type: 'crash' }) },
);

test('nothing is lost and order is kept whatever the order of writing, connecting, sending, acknowledging and crashing', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const folder = temporaryFolder();
      let store = openStore(folder);
      let outbox = new Outbox(store);
      let cursor: OutboxCursor | undefined;
      let announced = 0;
      let connectedAt = 0;
      let unacknowledged: number[] = [];
      /** What the broker got, one list a connection. */
      const got: number[][] = [];
      const send = () => {
        const row = cursor?.next();
        if (!row) return false;
        got.at(-1)!.push(numberOf(row));
        unacknowledged.push(row.seq);
        const { replayed } = JSON.parse(row.payload) as { replayed: boolean };
        expect(replayed).toBe(numberOf(row) < connectedAt);
        return true;
      };
      const connect = () => {
        cursor?.settle();
        cursor = new OutboxCursor(outbox);
        connectedAt = announced;
        unacknowledged = [];
        got.push([]);
      };
      for (const each of steps) {
        if (each.type === 'put') outbox.put('event', 't', payload(announced++));
        else if (each.type === 'connect') connect();
        else if (each.type === 'send') send();
        else if (each.type === 'ack') {
          for (const seq of unacknowledged.splice(0, each.count)) cursor!.acknowledge(seq);
          if (each.count > 1) cursor?.settle();
        } else {
          if (each.type === 'crash') {
            // The old objects are left as they are: what they had in memory is gone.
            store = openStore(folder);
            outbox = new Outbox(store);
          } else cursor?.settle();
          cursor = undefined;
          unacknowledged = [];
        }
      }
      connect();
      while (send());
      for (const seq of unacknowledged) cursor!.acknowledge(seq);
      cursor!.settle();
      expect(outbox.summary()).toMatchObject({ rows: 0, bytes: 0, dropped: { event: 0 } });
      // Every connection runs upwards without a hole from where it begins ...
      for (const run of got) for (let n = 1; n < run.length; n++) expect(run[n]).toBe(run[n - 1]! + 1);
      // ... and first arrivals are all the messages in the order of their announcement.
      const firsts = [...new Set(got.flat())];
      expect(firsts).toEqual(Array.from({ length: announced }, (_, number) => number));
    }),
    { numRuns: 100 },
  );
});
