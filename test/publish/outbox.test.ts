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

type Step =
  | { type: 'put' | 'connect' | 'send' }
  /** The broker acknowledges its oldest `count`; `settle`: the outbox gets to write that down. */
  | { type: 'acknowledge'; count: number; settle: boolean }
  /** Of what was sent and not acknowledged the broker has the first `arrived`, the rest is nowhere. */
  | { type: 'lose' | 'crash'; arrived: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ type: 'put' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ type: 'connect' }) },
  { weight: 4, arbitrary: fc.constant<Step>({ type: 'send' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('acknowledge' as const),
      count: fc.integer({ min: 1, max: 3 }),
      settle: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constantFrom('lose' as const, 'crash' as const), arrived: fc.nat(3) }),
  },
);

/** A node and its broker: what the broker has got, one list a connection. */
class Exchange {
  readonly got: number[][] = [];
  announced = 0;
  outbox: Outbox;
  readonly #folder = temporaryFolder();
  #cursor: OutboxCursor | undefined;
  #announcedBefore = 0;
  #inFlight: { seq: number; number: number }[] = [];

  constructor() {
    this.outbox = new Outbox(openStore(this.#folder));
  }

  take(step: Step): void {
    if (step.type === 'put') this.outbox.put('event', 't', payload(this.announced++));
    else if (step.type === 'connect') this.connect();
    else if (step.type === 'send') this.send();
    else if (step.type === 'acknowledge') this.acknowledge(step.count, step.settle);
    else if (step.type === 'lose' || step.type === 'crash') {
      if (step.type === 'lose') this.#cursor?.settle();
      this.#arrive(step.arrived);
      this.#inFlight = [];
      this.#cursor = undefined;
      // The old objects are left as they are: what they had in memory is gone.
      if (step.type === 'crash') this.outbox = new Outbox(openStore(this.#folder));
    }
  }

  connect(): void {
    this.#cursor?.settle();
    this.#inFlight = [];
    this.#cursor = new OutboxCursor(this.outbox);
    this.#announcedBefore = this.announced;
    this.got.push([]);
  }

  send(): boolean {
    const row = this.#cursor?.next();
    if (!row) return false;
    const { number, replayed } = JSON.parse(row.payload) as { number: number; replayed: boolean };
    expect(replayed).toBe(number < this.#announcedBefore);
    this.#inFlight.push({ seq: row.seq, number });
    return true;
  }

  acknowledge(count: number, settle: boolean): void {
    for (const { seq } of this.#arrive(count)) this.#cursor!.acknowledge(seq);
    if (settle) this.#cursor?.settle();
  }

  #arrive(count: number): { seq: number; number: number }[] {
    const arrived = this.#inFlight.splice(0, count);
    this.got.at(-1)?.push(...arrived.map(({ number }) => number));
    return arrived;
  }
}

test('nothing is lost and order is kept whatever the order of writing, connecting, sending, acknowledging and crashing', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const exchange = new Exchange();
      for (const each of steps) exchange.take(each);
      exchange.connect();
      while (exchange.send());
      exchange.acknowledge(Infinity, true);
      expect(exchange.outbox.summary()).toMatchObject({ rows: 0, bytes: 0, dropped: { event: 0 } });
      // Every connection runs upwards without a hole from where it begins ...
      for (const run of exchange.got) expect(run).toEqual(run.map((_, index) => run[0]! + index));
      // ... and first arrivals are all the messages in the order of their announcement.
      const firsts = [...new Set(exchange.got.flat())];
      expect(firsts).toEqual(Array.from({ length: exchange.announced }, (_, number) => number));
    }),
    { numRuns: 100 },
  );
});
