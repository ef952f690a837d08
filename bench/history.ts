/**
 * Ten years of a node with two channels and 100,000 passages: how long the page's queries take.
 * `npm run bench:history [-- FOLDER]`; builds the store first, some 2 GB in a temporary folder, unless FOLDER holds it.
 */
import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packLevels } from '../src/history/centibels.js';
import { DriftReader } from '../src/history/drift.js';
import { HistoryKeeper } from '../src/history/keeper.js';
import { LevelReader } from '../src/history/levels.js';
import { PassageReader } from '../src/history/passages.js';
import { openStore } from '../src/store/store.js';
import { event } from '../test/publish/example-messages.js';

const YEARS = 10;
const PASSAGES = 100_000;
const CHANNELS = ['north', 'south'];
const MINUTES = Math.round(YEARS * 365.25 * 24 * 60);
const FIRST_MINUTE = Date.parse('2026-01-01T00:00:00Z') / 60_000;
const ROUNDS = 15;

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'hullprint-ten-years-'));
const path = join(folder, 'hullprint.db');
const built = existsSync(path);
const store = openStore(folder);
if (!built) build();
console.log(`${folder}: ${(statSync(path).size / 1e9).toFixed(2)} GB`);

const passages = new PassageReader(store);
const levels = new LevelReader(store);
const drift = new DriftReader(store);
const endMs = (FIRST_MINUTE + MINUTES) * 60_000;
const last = (days: number) => ({ channel: 'north', fromMs: endMs - days * 86_400_000, toMs: endMs });
const middle = passages.list({ toMs: endMs - 5 * 365 * 86_400_000 }, 1)[0]!.event.id;

const queries: Record<string, () => unknown> = {
  'the latest 100 passages': () => passages.list({}, 100),
  'the next 100, five years back': () => passages.list({}, 100, middle),
  'the latest 100 of a channel': () => passages.list({ channel: 'south' }, 100),
  'the latest 100 small ones, surer than 0.9': () =>
    passages.list({ size: 'small', minConfidence: 0.9 }, 100),
  'the latest 100 of a rare class': () => passages.list({ class: 'pilot' }, 100),
  '100 of a rare class surer than any': () => passages.list({ class: 'pilot', minConfidence: 1 }, 100),
  'a passage, its verdicts and its DEMON': () => [
    passages.one(middle),
    passages.steps(middle),
    passages.demon(middle),
  ],
  'drift of a class': () => drift.ofClass('pilot', 0),
  'drift of a background, each hour': () => drift.backgroundShiftDb('north', endMs),
  'levels of an hour, with bands': () => levels.levels(last(1 / 24), 600),
  'levels of six hours, with bands': () => levels.levels(last(0.25), 600),
  'levels of a day': () => levels.levels(last(1), 600),
  'levels of a fortnight': () => levels.levels(last(14), 600),
  'levels of a year': () => levels.levels(last(365), 600),
  'levels of ten years': () => levels.levels(last(3652), 600),
  'effort of a day': () => levels.effort(last(1), 600),
  'effort of a fortnight': () => levels.effort(last(14), 600),
  'effort of ten years': () => levels.effort(last(3652), 600),
};
console.log('\nms                                          median   worst');
for (const [name, query] of Object.entries(queries)) {
  const times = Array.from({ length: ROUNDS }, () => {
    const begin = performance.now();
    query();
    return performance.now() - begin;
  }).toSorted((a, b) => a - b);
  const [median, worst] = [times[ROUNDS >> 1]!, times.at(-1)!];
  console.log(`${name.padEnd(42)} ${median.toFixed(1).padStart(7)} ${worst.toFixed(1).padStart(7)}`);
}
store.close();

function build(): void {
  const bands = packLevels(Array.from({ length: 32 }, (_, i) => 100 - i));
  const tens = packLevels([100, 101, 102, 103, 104, null]);
  const level = store.prepare<never>('INSERT INTO history_levels VALUES (?, ?, 1, 60, ?, ?, ?)');
  const effort = store.prepare<never>('INSERT INTO history_effort VALUES (?, ?, ?, 60, NULL)');
  const hour = store.prepare<never>('INSERT INTO history_hours VALUES (?, ?, 1, 3600, ?, 3600)');
  const centres = store.prepare<never>('INSERT INTO history_bands VALUES (?, ?)');
  for (const channel of CHANNELS) {
    centres.run(channel, JSON.stringify(Array.from({ length: 32 }, (_, i) => 10 * 10 ** (i / 10))));
    for (let begin = 0; begin < MINUTES; begin += 60_000)
      store.transaction(() => {
        for (let i = begin; i < Math.min(MINUTES, begin + 60_000); i++) {
          const minute = FIRST_MINUTE + i;
          level.run(channel, minute, 1e10 * (1 + Math.sin(i / 700)), tens, bands);
          effort.run(channel, minute * 60_000, (minute + 1) * 60_000);
          if (i % 60 === 0) hour.run(channel, minute / 60, 3.6e13);
        }
      });
  }
  const keeper = new HistoryKeeper(store);
  const demon = Array.from({ length: 600 }, (_, i) => i % 30);
  const stepMs = (MINUTES * 60_000) / PASSAGES;
  for (let begin = 0; begin < PASSAGES; begin += 10_000)
    store.transaction(() => {
      for (let i = begin; i < begin + 10_000; i++) {
        const start = new Date(FIRST_MINUTE * 60_000 + i * stepMs).toISOString();
        const id = `01JTZ8E3V0N2QJ4W8X${String(i).padStart(8, '0')}`;
        const passage = {
          ...{
            schema: 1 as const,
            node: 'pier',
            channel: CHANNELS[i % 2]!,
            replayed: false,
            ...event,
            id,
            start,
          },
          size: (['big', 'small', 'unknown'] as const)[i % 3]!,
          confidence: 0.5 + (i % 50) / 100,
          vesselClass: i % 1000 === 0 ? { name: 'pilot', confidence: 0.8 } : null,
        } as const;
        for (const [step, phase] of (['new', 'update', 'update', 'end'] as const).entries())
          keeper.event({ ...passage, phase, evidence: { ...event.evidence, windows: 10 * (step + 1) } }, i);
        keeper.demon(id, 0.1, demon);
      }
    });
}
