import { expect, onTestFinished, test } from 'vitest';
import { HistoryKeeper, OLD } from '../../src/history/keeper.js';
import { LEVEL_QUERIES, LevelReader } from '../../src/history/levels.js';
import { PassageReader, passageQuery } from '../../src/history/passages.js';
import type { EventMessage, LevelsMessage } from '../../src/publish/messages.js';
import { openStore } from '../../src/store/store.js';
import { effort, event, levels } from '../publish/example-messages.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const from = { schema: 1, node: 'pier', channel: 'north', replayed: false } as const;
const ids = ['01JTZ8E3V0N2QJ4W8X6YB7C9D1', '01JTZ8E3V0N2QJ4W8X6YB7C9D2', '01JTZ8E3V0N2QJ4W8X6YB7C9D3'];

function history(folder = temporaryFolder()) {
  const store = openStore(folder);
  onTestFinished(() => store.close());
  return {
    store,
    folder,
    keeper: new HistoryKeeper(store),
    passages: new PassageReader(store),
    levels: new LevelReader(store),
  };
}

const passage = (change: Partial<EventMessage>): EventMessage => ({ ...from, ...event, ...change });

const tenSeconds = (start: string, splDb: number | null, bandsDb = [splDb]): LevelsMessage => ({
  ...from,
  ...levels,
  start,
  end: new Date(Date.parse(start) + 10_000).toISOString(),
  splDb,
  decidecades: { centreHz: bandsDb.map((_, i) => 100 * (i + 1)), levelDb: bandsDb },
});
const at = (clock: string) => `2026-05-01T${clock}.000Z`;
const hours = (channel: string, fromClock: string, toClock: string) => ({
  channel,
  fromMs: Date.parse(at(fromClock)),
  toMs: Date.parse(at(toClock)),
});

test('a passage is kept as it was last said to be, with how its verdict went', () => {
  const { keeper, passages } = history();
  keeper.event(passage({ size: 'unknown', confidence: 0.5 }), 1000);
  keeper.event(passage({ phase: 'end', size: 'big', evidence: { ...event.evidence, windows: 60 } }), 2000);
  expect(passages.list({}, 10)).toHaveLength(1);
  expect(passages.one(event.id)?.event).toMatchObject({ phase: 'end', size: 'big' });
  expect(passages.steps(event.id).map(({ phase, size, windows }) => [phase, size, windows])).toEqual([
    ['new', 'unknown', 41],
    ['end', 'big', 60],
  ]);
  expect(passages.one(ids[0]!)).toBe(null);
});

test('the DEMON spectrum of a passage is kept to a hundredth of a dB, and goes with it', () => {
  const { keeper, passages } = history();
  keeper.event(passage({}));
  expect(passages.demon(event.id)).toBe(null);
  keeper.demon(event.id, 0.1, Float32Array.of(-12.344, 3.5));
  expect(passages.demon(event.id)).toEqual({ binHz: 0.1, levelDb: [-12.34, 3.5] });
  keeper.forget(Date.parse(event.start) + 1);
  expect(passages.demon(event.id)).toBe(null);
});

test('passages come the latest first, page by page, and by time, channel, size, class and confidence', () => {
  const { keeper, passages } = history();
  const starts = ['10:00:00', '10:05:00', '10:05:00'];
  for (const [i, id] of ids.entries())
    keeper.event(
      passage({
        id,
        start: at(starts[i]!),
        channel: i === 0 ? 'south' : 'north',
        size: i === 2 ? 'small' : 'big',
        vesselClass: i === 1 ? { name: 'pilot', confidence: 0.8 } : null,
        confidence: 0.7 + i / 10,
      }),
    );
  const found = (...query: Parameters<PassageReader['list']>) =>
    passages.list(...query).map(({ event }) => ids.indexOf(event.id));
  expect(found({}, 2)).toEqual([2, 1]);
  expect(found({}, 2, ids[1])).toEqual([0]);
  expect(found({ toMs: Date.parse(at('10:05:00')) }, 9)).toEqual([0]);
  expect(found({ fromMs: Date.parse(at('10:05:00')), size: 'big' }, 9)).toEqual([1]);
  expect(found({ channel: 'south' }, 9)).toEqual([0]);
  expect(found({ class: 'pilot' }, 9)).toEqual([1]);
  expect(found({ minConfidence: 0.75 }, 9)).toEqual([2, 1]);
});

test('what a person says of a passage stays when the passage goes on, and can be taken back', () => {
  const { keeper, passages } = history();
  keeper.event(passage({}));
  passages.review(event.id, { verdict: 'wrong', name: 'ferry' }, Date.parse(at('11:00:00')));
  keeper.event(passage({ phase: 'end' }));
  expect(passages.one(event.id)?.review).toEqual({ verdict: 'wrong', name: 'ferry', time: at('11:00:00') });
  passages.review(event.id, null);
  expect(passages.one(event.id)?.review).toBe(null);
});

test('levels are kept by ten seconds and means by energy, also when the node restarts in mid-minute', () => {
  const first = history();
  first.keeper.levels(tenSeconds(at('10:00:00'), 100, [90, null]));
  first.keeper.levels(tenSeconds(at('10:00:10'), 110, [100, null]));
  first.keeper.flush();
  const second = history(first.folder);
  second.keeper.levels(tenSeconds(at('10:00:40'), 120, [110, null]));
  second.keeper.levels(tenSeconds(at('10:01:00'), null));
  second.keeper.flush();
  const short = second.levels.levels(hours('north', '10:00:00', '11:00:00'), 100);
  expect(short).toMatchObject({ stepSeconds: 10, reference: '1 µPa', splDb: [100, 110, 120] });
  expect(short.start).toEqual([at('10:00:00'), at('10:00:10'), at('10:00:40')]);
  // (10⁹ + 10¹⁰ + 10¹¹) / 3
  expect(short.bands!.levelDb[0]).toEqual([105.68, null]);
  const day = second.levels.levels(hours('north', '00:00:00', '20:00:00'), 20);
  expect(day).toMatchObject({ stepSeconds: 3600, start: [at('10:00:00')] });
  // (10¹⁰ + 10¹¹ + 10¹² + 0) / 4
  expect(day.splDb[0]).toBeCloseTo(114.43, 2);
  const wide = { channel: 'north', fromMs: 0, toMs: Date.parse('2030-01-01T00:00:00Z') };
  expect(second.levels.levels(wide, 1).splDb[0]).toBeCloseTo(114.43, 2);
});

test('effort is told by steps, with its holes', () => {
  const { keeper, levels: reader } = history();
  keeper.effort({ ...from, ...effort });
  const span = hours('north', '10:00:00', '11:00:00');
  expect(reader.effort(span, 60)).toEqual({
    stepSeconds: 60,
    start: [at('10:00:00')],
    secondsHeard: [58.5],
    gaps: effort.gaps,
  });
  const years = { ...span, fromMs: 0 };
  expect(reader.effort(years, 100).secondsHeard).toEqual([59]);
});

test('what is older than it is to be kept goes, and nothing else', () => {
  const { keeper, passages, levels: reader } = history();
  keeper.event(passage({}));
  keeper.event(passage({ id: ids[0]!, start: '2026-06-01T10:00:00.000Z' }));
  keeper.levels(tenSeconds(at('10:00:00'), 100));
  keeper.effort({ ...from, ...effort });
  keeper.flush();
  keeper.forget(Date.parse('2026-05-02T00:00:00Z'));
  expect(passages.list({}, 9).map(({ event }) => event.id)).toEqual([ids[0]]);
  expect(passages.steps(event.id)).toEqual([]);
  const span = hours('north', '10:00:00', '11:00:00');
  expect(reader.levels(span, 9).splDb).toEqual([]);
  expect(reader.effort(span, 9).secondsHeard).toEqual([]);
});

test('no query reads a table from end to end', () => {
  const { store } = history();
  const filters = [{}, { fromMs: 1, toMs: 2 }, { channel: 'a' }, { size: 'big' as const }, { class: 'a' }];
  const queries = [
    ...filters.flatMap((filter) => [passageQuery(filter, 100).sql, passageQuery(filter, 100, ids[0]).sql]),
    ...Object.values(LEVEL_QUERIES),
    ...OLD.map(([sql]) => `DELETE FROM ${sql}`),
  ];
  for (const sql of queries) {
    const plan = store.prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
    const details = plan.map(({ detail }) => detail);
    expect(details, sql).not.toContain('USE TEMP B-TREE FOR ORDER BY');
    for (const detail of details)
      expect(detail, sql).not.toMatch(/^SCAN (?!p USING INDEX history_by_start|history_bands)/);
  }
});
