import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ClipRecorder } from '../../src/clips/clip-recorder.js';
import { type ClipBounds, ClipShelf } from '../../src/clips/clip-shelf.js';
import { HistoryKeeper } from '../../src/history/keeper.js';
import { PassageReader } from '../../src/history/passages.js';
import { openStore } from '../../src/store/store.js';
import { event } from '../publish/example-messages.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const RATE = 1000;
const START = Date.parse('2026-05-01T10:00:00.000Z');
const ids = ['01JTZ8E3V0N2QJ4W8X6YB7C9D1', '01JTZ8E3V0N2QJ4W8X6YB7C9D2', '01JTZ8E3V0N2QJ4W8X6YB7C9D3'];
const WIDE: ClipBounds = { maxAgeDays: 90, maxMegabytes: 100, freeDiskMegabytes: 0 };

function shelved(bounds: Partial<ClipBounds> = {}, folder = temporaryFolder()) {
  const store = openStore(folder);
  onTestFinished(() => store.close());
  const shelf = new ClipShelf(store, join(folder, 'clips'), { ...WIDE, ...bounds });
  shelf.start();
  const warnings: string[] = [];
  const options = { preRollSeconds: 2, maxSeconds: 10 };
  const recorder = new ClipRecorder(shelf, 'pier', 'north', options, (message) => warnings.push(message));
  return { store, folder, shelf, recorder, warnings };
}

/** A second of samples that tell which second it is. */
const second = (index: number) => new Float32Array(RATE).fill(index / 100);

function hear(recorder: ClipRecorder, fromSecond: number, toSecond: number) {
  for (let i = fromSecond; i < toSecond; i++) recorder.hear(second(i), RATE, START + i * 1000);
}

/** The seconds that a clip holds, by what their samples tell. */
function secondsIn(path: string): number[] {
  const file = readFileSync(path);
  expect(file.readUInt32LE(40)).toBe(file.length - 44);
  expect(file.readUInt32LE(4)).toBe(file.length - 8);
  const seconds = (file.length - 44) / 3 / RATE;
  return Array.from({ length: seconds }, (_, i) =>
    Math.round((100 * file.readIntLE(44 + i * 3 * RATE, 3)) / 0x7fffff),
  );
}

test('a clip begins before its passage was noticed and ends with it', async () => {
  const { recorder, shelf, folder } = shelved();
  hear(recorder, 0, 8);
  expect(recorder.begin(ids[0]!, START + 5000)).toBe(true);
  hear(recorder, 8, 10);
  recorder.end(ids[0]!);
  hear(recorder, 10, 12);
  await recorder.stop();
  expect(readdirSync(join(folder, 'clips'))).toEqual(['pier_north_20260501_100003_000.wav']);
  const clip = shelf.find(ids[0]!)!;
  expect(clip).toMatchObject({ startMs: START + 3000, seconds: 7 });
  expect(secondsIn(clip.path)).toEqual([3, 4, 5, 6, 7, 8, 9]);
});

test('a clip keeps time over a short hole and ends at its longest', async () => {
  const { recorder, shelf } = shelved();
  hear(recorder, 0, 2);
  recorder.begin(ids[0]!, START + 2000);
  hear(recorder, 5, 20);
  await recorder.stop();
  expect(secondsIn(shelf.find(ids[0]!)!.path)).toEqual([0, 1, 0, 0, 0, 5, 6, 7, 8, 9]);
});

test('a clip that a crash cut short can be played after the next start', async () => {
  const first = shelved();
  hear(first.recorder, 0, 4);
  first.recorder.begin(ids[0]!, START + 2000);
  const path = join(first.folder, 'clips', 'pier_north_20260501_100000_000.wav');
  await expect.poll(() => existsSync(path) && readFileSync(path).length).toBeGreaterThan(3 * RATE * 3);
  truncateSync(path, 44 + 3 * RATE * 2 + 1);
  const second = shelved({}, first.folder);
  const file = readFileSync(second.shelf.find(ids[0]!)!.path);
  expect(file.readUInt32LE(40)).toBe(3 * RATE * 2);
});

test('old clips go, then the oldest that nobody judged, until there is room', async () => {
  const { store, folder, recorder, shelf } = shelved();
  const keeper = new HistoryKeeper(store);
  for (const [i, id] of ids.entries()) {
    keeper.event({ schema: 1, node: 'pier', channel: 'north', replayed: false, ...event, id });
    hear(recorder, i * 10, i * 10 + 5);
    recorder.begin(id, START + i * 10_000);
    recorder.end(id);
    await recorder.stop();
  }
  new PassageReader(store).review(ids[0]!, { verdict: 'right', name: null });
  const narrow = (bounds: Partial<ClipBounds>) =>
    new ClipShelf(store, join(folder, 'clips'), { ...WIDE, ...bounds });
  const there = () => ids.map((id) => shelf.find(id) !== null);
  expect(narrow({ maxMegabytes: 0.04 }).makeRoom()).toBe(true);
  expect(there()).toEqual([true, false, true]);
  expect(narrow({ maxMegabytes: 0.02 }).makeRoom()).toBe(true);
  expect(there()).toEqual([true, false, false]);
  expect(narrow({ maxAgeDays: 1 }).makeRoom(Date.now() + 2 * 86_400_000)).toBe(true);
  expect(there()).toEqual([false, false, false]);
  expect(readdirSync(join(folder, 'clips'))).toEqual([]);
});

test('a disk without room costs the clip and says so once', async () => {
  const { bavail, bsize } = statfsSync('/tmp');
  const { recorder, warnings, shelf } = shelved({ freeDiskMegabytes: (2 * bavail * bsize) / 1024 ** 2 });
  hear(recorder, 0, 3);
  expect(recorder.begin(ids[0]!, START)).toBe(false);
  expect(recorder.begin(ids[1]!, START)).toBe(false);
  expect(warnings).toEqual(['no clip: the disk has no room to spare for clips']);
  expect(shelf.find(ids[0]!)).toBe(null);
});

test('a folder that takes no file costs the clip alone', async () => {
  const { recorder, folder, warnings, shelf } = shelved();
  rmSync(join(folder, 'clips'), { recursive: true });
  writeFileSync(join(folder, 'clips'), 'in the way');
  hear(recorder, 0, 3);
  recorder.begin(ids[0]!, START);
  hear(recorder, 3, 5);
  await recorder.stop();
  expect(warnings).toHaveLength(1);
  expect(shelf.find(ids[0]!)).toBe(null);
});
