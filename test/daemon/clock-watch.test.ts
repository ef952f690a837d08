import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { ClockWatch } from '../../src/daemon/clock-watch.js';
import { type Move, UnsureTimes } from '../../src/history/unsure-times.js';
import { createLog } from '../../src/log.js';
import { openStore, type Store } from '../../src/store/store.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const BOOTED_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ now: BOOTED_MS + 60_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A machine whose clock can be set: `aheadMs` is what it was set by since it booted. */
class Machine {
  aheadMs = 0;
  answer: boolean | null = false;
  asked = 0;
  readonly nowMs = () => Date.now() + this.aheadMs;
  readonly sinceBootMs = () => Date.now() - BOOTED_MS;
  readonly synchronised = async () => {
    this.asked++;
    return this.answer;
  };
}

function store(): Store {
  const opened = openStore(temporaryFolder());
  onTestFinished(() => opened.close());
  return opened;
}

async function watchOn(machine: Machine, kept: Store, boot = 'this boot') {
  const moved: Move[] = [];
  const correct = async (moves: readonly Move[], done: () => void) => {
    moved.push(...moves);
    done();
  };
  const watch = new ClockWatch(new UnsureTimes(kept, boot), correct, machine, createLog('silent'));
  await watch.start();
  onTestFinished(() => watch.stop());
  const pass = (seconds: number) => vi.advanceTimersByTimeAsync(1000 * seconds);
  return { watch, moved, pass };
}

test('a clock that is set right moves what was told since the start, soon after', async () => {
  const machine = new Machine();
  const { watch, moved, pass } = await watchOn(machine, store());
  const startMs = machine.nowMs();
  expect(watch.isSure(startMs)).toBe(false);
  expect(watch.tellsAge).toBe(false);
  await pass(100);
  machine.aheadMs = 900 * DAY_MS;
  machine.answer = true;
  const rightMs = machine.nowMs();
  await pass(2);
  expect(watch.synchronised).toBe(true);
  // A passage that is ended by the step is still one of the wrong clock.
  expect(watch.isSure(startMs + 50_000)).toBe(false);
  expect(watch.isSure(rightMs + 1500)).toBe(false);
  await pass(4);
  expect(moved).toEqual([{ startMs, endMs: startMs + 100_000, byMs: 900 * DAY_MS }]);
  expect(watch.isSure(machine.nowMs())).toBe(true);
  expect(watch.tellsAge).toBe(true);
  await pass(100);
  expect(moved).toHaveLength(1);
});

test('a clock that is set twice before it is right gives two moves', async () => {
  const machine = new Machine();
  const { moved, pass } = await watchOn(machine, store());
  await pass(10);
  machine.aheadMs = DAY_MS;
  await pass(50);
  machine.aheadMs = 3 * DAY_MS;
  machine.answer = true;
  await pass(10);
  expect(moved.map(({ byMs }) => byMs)).toEqual([3 * DAY_MS, 2 * DAY_MS]);
});

test('what waits outlives the process, and the clock may be set while none runs', async () => {
  const machine = new Machine();
  const kept = store();
  const startMs = machine.nowMs();
  const first = await watchOn(machine, kept);
  await first.pass(45);
  first.watch.stop();
  machine.aheadMs = DAY_MS;
  machine.answer = true;
  const { moved, pass } = await watchOn(machine, kept);
  await pass(5);
  expect(moved).toEqual([{ startMs, endMs: startMs + 45_000, byMs: DAY_MS }]);
});

test('after another boot nobody knows by how much the clock was wrong: its times stay flagged', async () => {
  const machine = new Machine();
  const kept = store();
  const first = await watchOn(machine, kept, 'earlier boot');
  await first.pass(10);
  first.watch.stop();
  machine.aheadMs = DAY_MS;
  machine.answer = true;
  const { moved, pass, watch } = await watchOn(machine, kept);
  await pass(10);
  expect(moved).toEqual([]);
  expect(watch.isSure(machine.nowMs())).toBe(true);
});

test('where nothing can tell, nothing waits, and ages are told', async () => {
  const machine = new Machine();
  machine.answer = null;
  const { watch, moved, pass } = await watchOn(machine, store());
  await pass(100);
  expect([watch.synchronised, watch.tellsAge, moved.length]).toEqual([false, true, 0]);
});

test('a clock that stays synchronised is asked after twice a minute', async () => {
  const machine = new Machine();
  machine.answer = true;
  const { pass } = await watchOn(machine, store());
  await pass(600);
  expect(machine.asked).toBe(21);
});
