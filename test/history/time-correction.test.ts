import { expect, onTestFinished, test } from 'vitest';
import { ClipShelf, KEEP_ALL } from '../../src/clips/clip-shelf.js';
import { HistoryKeeper } from '../../src/history/keeper.js';
import { LevelReader } from '../../src/history/levels.js';
import { PassageReader } from '../../src/history/passages.js';
import { TimeCorrection } from '../../src/history/time-correction.js';
import { type Move, movesOf } from '../../src/history/unsure-times.js';
import type { EventMessage, LevelsMessage } from '../../src/publish/messages.js';
import { openStore } from '../../src/store/store.js';
import { effort, event, levels } from '../publish/example-messages.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const from = { schema: 1, node: 'pier', channel: 'north', replayed: false } as const;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WRONG_MS = Date.UTC(2024, 0, 1, 10);
/** Not a whole number of minutes. */
const BY_MS = 800 * 24 * HOUR_MS + 3 * HOUR_MS + 25_120;
const move: Move = { startMs: WRONG_MS, endMs: WRONG_MS + 10 * MINUTE_MS, byMs: BY_MS };
const iso = (ms: number) => new Date(ms).toISOString();

function history() {
  const folder = temporaryFolder();
  const store = openStore(folder);
  onTestFinished(() => store.close());
  const keeper = new HistoryKeeper(store);
  return {
    store,
    keeper,
    passages: new PassageReader(store),
    levels: new LevelReader(store),
    shelf: new ClipShelf(store, folder, KEEP_ALL),
    correction: new TimeCorrection(store),
  };
}

/** Ten minutes of levels and effort from a time on: 100 dB, of which the given seconds of each minute are heard. */
function hear(
  keeper: HistoryKeeper,
  startMs: number,
  minutes: number,
  gaps: (minute: number) => unknown[] = () => [],
) {
  for (let tens = 0; tens < 6 * minutes; tens++) {
    const start = iso(startMs + 10_000 * tens);
    const end = iso(startMs + 10_000 * (tens + 1));
    const bands = { centreHz: [100], levelDb: [90] };
    keeper.levels({ ...from, ...levels, start, end, splDb: 100, decidecades: bands } as LevelsMessage);
  }
  keeper.flush();
  for (let minute = 0; minute < minutes; minute++) {
    const beganMs = startMs + MINUTE_MS * minute;
    const span = { start: iso(beganMs), end: iso(beganMs + MINUTE_MS) };
    keeper.effort({ ...from, ...effort, ...span, secondsHeard: 60, gaps: gaps(minute) as never });
  }
}

const ended = (id: string, startMs: number, clockSynchronised: boolean): EventMessage => ({
  ...from,
  ...event,
  id,
  phase: 'end',
  start: iso(startMs),
  end: iso(startMs + 90_000),
  evidence: { ...event.evidence, closestApproach: iso(startMs + 45_000) },
  clockSynchronised,
});

/** All that the readers give of a span, by the whole and by the hour. */
const told = (reader: LevelReader, fromMs: number, minutes: number) => {
  const span = { channel: 'north', fromMs, toMs: fromMs + minutes * MINUTE_MS };
  const whole = { ...span, fromMs: fromMs - 20 * 24 * HOUR_MS, toMs: fromMs + 20 * 24 * HOUR_MS };
  const { secondsHeard, gaps } = reader.effort(span, 1)!;
  return {
    levels: reader.levels(span, 1)?.splDb,
    secondsHeard: secondsHeard.reduce((sum, each) => sum + each, 0),
    gaps,
    byHours: reader.effort(whole, 1)!.secondsHeard.reduce((sum, each) => sum + each, 0),
  };
};

test('passages, clips, levels and effort of a wrong clock move to where they belong, and nothing else moves', () => {
  const { store, keeper, passages, levels: reader, shelf, correction } = history();
  const gap = { start: iso(WRONG_MS + 70_000), seconds: 5, reason: 'restart' };
  hear(keeper, WRONG_MS, 10, (minute) => (minute === 1 ? [gap] : []));
  const wrong = '01JTZ8E3V0N2QJ4W8X6YB7C9D1';
  const sure = '01JTZ8E3V0N2QJ4W8X6YB7C9D2';
  keeper.event(ended(wrong, WRONG_MS + 60_000, false), WRONG_MS + 150_000);
  keeper.event(ended(sure, WRONG_MS + 120_000, true), WRONG_MS + 210_000);
  shelf.begin(wrong, 'pier', 'north', WRONG_MS + 45_000, 8000);
  store.prepare('UPDATE clips SET madeMs = ?').run(WRONG_MS + 70_000);
  const before = told(reader, WRONG_MS, 10);

  for (const again of correction.events([move])) keeper.corrected(again);
  correction.move([move], () => {});

  expect(passages.one(wrong)!.event).toMatchObject({
    start: iso(WRONG_MS + BY_MS + 60_000),
    end: iso(WRONG_MS + BY_MS + 150_000),
    evidence: { closestApproach: iso(WRONG_MS + BY_MS + 105_000) },
    clockSynchronised: true,
    clockCorrectionSeconds: BY_MS / 1000,
  });
  expect(passages.one(sure)!.event.start).toBe(iso(WRONG_MS + 120_000));
  const clip = store.prepare<{ startMs: number; madeMs: number }>('SELECT startMs, madeMs FROM clips').get()!;
  expect(clip).toMatchObject({ startMs: WRONG_MS + BY_MS + 45_000, madeMs: WRONG_MS + BY_MS + 70_000 });
  const said = store
    .prepare<{ saidMs: number }>('SELECT saidMs FROM history_verdicts WHERE id = ?')
    .all(wrong);
  expect(said.map(({ saidMs }) => saidMs)).toEqual([WRONG_MS + BY_MS + 150_000]);

  expect(told(reader, WRONG_MS, 10)).toMatchObject({ secondsHeard: 0, byHours: 0, gaps: [] });
  // Levels lie on whole minutes: 25 s are rounded away.
  const after = told(reader, WRONG_MS + BY_MS - 25_120, 11);
  expect(after).toMatchObject({
    secondsHeard: before.secondsHeard,
    byHours: before.byHours,
    gaps: [{ ...gap, start: iso(WRONG_MS + BY_MS + 70_000) }],
  });
  expect(after.levels!.filter((db) => db !== null).every((db) => Math.abs(db! - 100) < 0.01)).toBe(true);
  expect([...correction.events([move])]).toEqual([]);
});

test('two stretches move each by its own, also where one comes to lie where the other was', () => {
  const { keeper, levels: reader, correction } = history();
  const first: Move = { startMs: WRONG_MS, endMs: WRONG_MS + 5 * MINUTE_MS - 1, byMs: 20 * MINUTE_MS };
  const second: Move = {
    startMs: WRONG_MS + 20 * MINUTE_MS,
    endMs: WRONG_MS + 25 * MINUTE_MS,
    byMs: BY_MS,
  };
  hear(keeper, first.startMs, 5);
  hear(keeper, second.startMs, 3);
  correction.move([first, second], () => {});
  expect(told(reader, first.startMs + first.byMs, 5).secondsHeard).toBe(300);
  expect(told(reader, first.startMs, 5).secondsHeard).toBe(0);
  expect(told(reader, second.startMs + BY_MS, 5).secondsHeard).toBe(180);
});

test('a clip that comes to lie where the next stretch was is moved once', () => {
  const { store, shelf, correction } = history();
  const first: Move = { startMs: WRONG_MS, endMs: WRONG_MS + 5 * MINUTE_MS, byMs: 20 * MINUTE_MS };
  const second: Move = { startMs: WRONG_MS + 20 * MINUTE_MS, endMs: WRONG_MS + HOUR_MS, byMs: BY_MS };
  shelf.begin('01JTZ8E3V0N2QJ4W8X6YB7C9D1', 'pier', 'north', WRONG_MS + MINUTE_MS, 8000);
  store.prepare('UPDATE clips SET madeMs = startMs').run();
  correction.move([first, second], () => {});
  const clip = store.prepare<{ startMs: number; madeMs: number }>('SELECT startMs, madeMs FROM clips').get();
  expect(clip).toMatchObject({ startMs: WRONG_MS + 21 * MINUTE_MS, madeMs: WRONG_MS + 21 * MINUTE_MS });
});

test('the minute in which the clock was set becomes one of both its parts', () => {
  const { store, keeper, correction } = history();
  hear(keeper, WRONG_MS, 1);
  hear(keeper, WRONG_MS + HOUR_MS, 1);
  correction.move([{ startMs: WRONG_MS, endMs: WRONG_MS + MINUTE_MS - 1, byMs: HOUR_MS }], () => {});
  const rows = store
    .prepare<{ minute: number; seconds: number }>('SELECT minute, seconds FROM history_levels')
    .all();
  expect(rows).toMatchObject([{ minute: (WRONG_MS + HOUR_MS) / MINUTE_MS, seconds: 120 }]);
  const hours = store
    .prepare<{ seconds: number }>('SELECT seconds FROM history_hours WHERE seconds > 0')
    .all();
  expect(hours).toMatchObject([{ seconds: 120 }]);
});

test('what fails is as if nothing had been moved', () => {
  const { keeper, levels: reader, correction } = history();
  hear(keeper, WRONG_MS, 3);
  const before = told(reader, WRONG_MS, 3);
  const fail = () =>
    correction.move([move], () => {
      throw new Error('the disk is full');
    });
  expect(fail).toThrow('the disk is full');
  expect(told(reader, WRONG_MS, 3)).toEqual(before);
  correction.move([move], () => {});
  expect(told(reader, WRONG_MS, 3).secondsHeard).toBe(0);
});

test('an offset that the drift of a crystal explains moves nothing: it came little by little', () => {
  const stretch = { startMs: WRONG_MS, endMs: WRONG_MS + 24 * HOUR_MS, offsetMs: WRONG_MS };
  expect(movesOf([stretch], WRONG_MS + 5000)).toEqual([]);
  expect(movesOf([stretch], WRONG_MS - 12_000)).toMatchObject([{ byMs: -12_000 }]);
});
