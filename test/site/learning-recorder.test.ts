import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PassageEvent } from '../../src/decision/passage.js';
import { REFERENCE_DECADES } from '../../src/features/recorder-gain.js';
import { referenceResponse } from '../../src/features/recorder-response.js';
import { Random } from '../../src/simulator/random.js';
import { LearningRecorder } from '../../src/site/learning-recorder.js';
import type { KnownShip } from '../../src/site/recorder-estimate.js';
import { forgetfulMemory, type RecorderMemory } from '../../src/site/recorder-memory.js';
import type { RecorderPrior } from '../../src/site/recorder-prior.js';
import type { RecorderState } from '../../src/site/recorder-state.js';
import { storedMemory } from '../../src/site/stored-memory.js';
import { openStore, type Store } from '../../src/store/store.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { type Kind, statisticsWith, syntheticFeatures, syntheticPrior } from './synthetic-prior.js';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 4, 1);

let prior: RecorderPrior;
beforeAll(() => {
  prior = syntheticPrior();
});
const stores: Store[] = [];
afterAll(() => {
  for (const store of stores) store.close();
});

/** A site that a recorder hears: quiet windows, and passages of three windows. Tells every state the recorder takes. */
class Site {
  readonly recorder: LearningRecorder;
  readonly states: RecorderState[] = [];
  readonly #random: Random;
  readonly #tilt: number;
  #passages = 0;

  constructor(
    tilt: number,
    memory: RecorderMemory = forgetfulMemory,
    seed = 'site',
    known: readonly KnownShip[] = [],
  ) {
    this.recorder = new LearningRecorder(prior, memory, () => known);
    this.#random = new Random(seed);
    this.#tilt = tilt;
  }

  /** A day with so many passages; a quiet minute each hour beside them. */
  day(number: number, big: number, small: number): this {
    const sizes: Kind[] = [...Array<Kind>(big).fill('big'), ...Array<Kind>(small).fill('small')];
    const startMs = START_MS + number * DAY_MS;
    for (let hour = 0; hour < 24; hour++) {
      const hourMs = startMs + (hour * DAY_MS) / 24;
      for (let i = 0; i < 27; i++) this.#window('background', hourMs + 2500 * i, true);
      const passing = sizes.slice(
        Math.floor((hour * sizes.length) / 24),
        Math.floor(((hour + 1) * sizes.length) / 24),
      );
      for (const [i, size] of passing.entries()) this.pass(size, hourMs + 600_000 + 120_000 * i);
    }
    return this;
  }

  pass(size: Kind, startMs: number): void {
    for (let i = 0; i < 3; i++) this.#window(size, startMs + 2500 * i, false);
    const passage = { id: `${++this.#passages}`, startMs, endMs: startMs + 10_000, endedBy: 'quiet' };
    this.recorder.passageEnded(passage as PassageEvent);
  }

  /** Some quiet hours of a day, behind a recorder that cuts the lows beside its tilt. */
  quietHours(number: number, hours: number, lowCutHz: number | null = null): this {
    const response = referenceResponse({ tiltDbPerDecade: 0, lowCutHz });
    for (let hour = 0; hour < hours; hour++) {
      const hourMs = START_MS + number * DAY_MS + (hour * DAY_MS) / 24;
      for (let i = 0; i < 27; i++) this.#window('background', hourMs + 2500 * i, true, response);
    }
    return this;
  }

  #window(kind: Kind, startMs: number, quiet: boolean, response: ArrayLike<number> = []): void {
    const features = syntheticFeatures(kind, this.#random).map(
      (value, i) => value + this.#tilt * (REFERENCE_DECADES[i] ?? 0) + (response[i] ?? 0),
    );
    const span = { startMs, endMs: startMs + 5000 };
    const window = {
      startSeconds: 0,
      endSeconds: 5,
      bandwidthHz: 8000,
      statistics: statisticsWith(features),
      patch: { values: new Float32Array(0), frames: 0, bands: 96 },
    };
    const before = this.recorder.state;
    const changed = this.recorder.hear({ span, window, ship: quiet ? 0.1 : 0.9, quiet });
    if (changed) this.states.push(this.recorder.state);
    if (!quiet) expect(this.recorder.state).toBe(before);
  }
}

describe('a channel', () => {
  test('leaves its recorder alone for the first two days, then learns its tilt', () => {
    const site = new Site(8).day(0, 6, 6).day(1, 6, 6);
    expect(site.states).toEqual([]);
    expect(site.recorder.gathered).toEqual({ passages: 24, clips: 48 });
    for (let day = 2; day < 8; day++) site.day(day, 6, 6);
    const { tiltDbPerDecade, sdDbPerDecade } = site.recorder.state;
    expect(tiltDbPerDecade).toBeGreaterThan(3);
    expect(tiltDbPerDecade).toBeLessThanOrEqual(8);
    expect(sdDbPerDecade).toBeGreaterThan(0.1);
  });

  test('learns on the first day where the size of ships was told, by larger steps', () => {
    const random = new Random('known');
    const known = Array.from({ length: 6 }, (_, i): KnownShip => {
      const size = i < 3 ? 'big' : 'small';
      const features = syntheticFeatures(size, random).map(
        (value, band) => value + 8 * (REFERENCE_DECADES[band] ?? 0),
      );
      return { size, features };
    });
    const told = new Site(8, forgetfulMemory, 'site', known).day(0, 6, 6);
    expect(told.states.length).toBeGreaterThan(0);
    expect(told.recorder.state.tiltDbPerDecade).toBeGreaterThan(2);
    const bigs = known.filter(({ size }) => size === 'big');
    expect(new Site(8, forgetfulMemory, 'site', bigs).day(0, 6, 6).states).toEqual([]);
  });

  test('moves at most half a decibel at a time and two a day, and counts its revisions', () => {
    const site = new Site(-8);
    for (let day = 0; day < 6; day++) site.day(day, 6, 6);
    let [tilt, sinceMs] = [0, -Infinity];
    for (const [i, state] of site.states.entries()) {
      expect(Math.abs(state.tiltDbPerDecade - tilt)).toBeLessThanOrEqual(0.51);
      expect(state.sinceMs! - sinceMs).toBeGreaterThanOrEqual(DAY_MS / 4);
      expect(state.revision).toBe(i + 1);
      [tilt, sinceMs] = [state.tiltDbPerDecade, state.sinceMs!];
    }
    expect(site.states.length).toBeGreaterThan(3);
  });

  test('is not moved by a day of nothing but small craft, or of nothing but big ships', () => {
    for (const [big, small] of [
      [0, 60],
      [60, 0],
    ] as const) {
      const site = new Site(0);
      for (let day = 0; day < 4; day++) site.day(day, 6, 6);
      const before = site.recorder.state.tiltDbPerDecade;
      site.day(4, big, small);
      expect(Math.abs(site.recorder.state.tiltDbPerDecade - before)).toBeLessThan(0.6);
    }
  });

  test('is not moved by the quiet of a single day, where other days had little of it', () => {
    const cut = new Site(0).quietHours(0, 2).quietHours(1, 2).quietHours(2, 24, 160);
    expect(cut.states).toEqual([]);
    for (let day = 3; day < 8; day++) cut.quietHours(day, 4);
    expect(cut.states.length).toBeGreaterThan(0);
    expect(cut.states.map(({ lowCutHz }) => lowCutHz)).toEqual(cut.states.map(() => null));
  });

  test('finds the low-cut that is there every day', () => {
    const cut = new Site(0);
    for (let day = 0; day < 6; day++) cut.quietHours(day, 8, 160);
    expect(cut.recorder.state.lowCutHz).toBe(160);
  });

  test('tells how sure it is as it is now, also where what is taken off stays', () => {
    let saved: RecorderState | null = null;
    const memory: RecorderMemory = {
      ...forgetfulMemory,
      saveState: (state) => {
        saved = state;
      },
    };
    const site = new Site(2, memory);
    for (let day = 0; day < 9; day++) site.day(day, 1, 1);
    const { state } = site.recorder;
    const revised = site.states.at(-1)!;
    expect(state.sdDbPerDecade).not.toBe(revised.sdDbPerDecade);
    expect(state.passages).toBeGreaterThan(revised.passages);
    expect(state.clips).toBeGreaterThan(revised.clips);
    const { tiltDbPerDecade, lowCutHz, revision, sinceMs } = revised;
    expect(state).toMatchObject({ tiltDbPerDecade, lowCutHz, revision, sinceMs });
    expect(saved).toEqual(state);
    expect(revision).toBe(site.states.length);
  });

  test('never changes its mind while a ship is there', () => {
    const site = new Site(8);
    for (let day = 0; day < 5; day++) site.day(day, 12, 12);
    expect(site.states.length).toBeGreaterThan(0); // each was taken in a quiet window: see Site
  });
});

describe('what was learnt', () => {
  const store = () => {
    const opened = openStore(temporaryFolder());
    stores.push(opened);
    return opened;
  };

  test('outlives the process: the same days give the same states, restarted in between or not', () => {
    const through = new Site(6, forgetfulMemory, 'one');
    for (let day = 0; day < 6; day++) through.day(day, 5, 5);
    const kept = store();
    let state: RecorderState | null = null;
    for (let day = 0; day < 6; day++) {
      const site = new Site(6, storedMemory(kept, 'north'), `day ${day}`);
      if (state) expect(site.recorder.state).toEqual(state);
      state = site.day(day, 5, 5).recorder.state;
    }
    const again = new Site(6, storedMemory(kept, 'north'), 'again');
    expect(again.recorder.state).toEqual(state);
    expect(again.recorder.state.revision).toBeGreaterThan(3);
    expect(again.recorder.gathered).toEqual({ passages: 60, clips: 144 });
    expect(again.recorder.state.tiltDbPerDecade).toBeCloseTo(through.recorder.state.tiltDbPerDecade, -0.5);
  });

  test('from the same memory the same sound gives the same states to the bit', () => {
    const states = [store(), store()].map((kept) => {
      new Site(6, storedMemory(kept, 'north'), 'before').day(0, 5, 5).day(1, 5, 5).day(2, 5, 5);
      return new Site(6, storedMemory(kept, 'north'), 'after').day(3, 5, 5).day(4, 5, 5).states;
    });
    expect(states[0].length).toBeGreaterThan(0);
    expect(states[1]).toEqual(states[0]);
  });

  test('belongs to one channel, and the oldest is forgotten', () => {
    const kept = store();
    const north = storedMemory(kept, 'north');
    for (let i = 0; i < 5; i++) north.remember('clip', { timeMs: i, features: [i] }, 3);
    expect(north.evidence('clip')).toEqual([2, 3, 4].map((i) => ({ timeMs: i, features: [i] })));
    expect(north.evidence('passage')).toEqual([]);
    expect(storedMemory(kept, 'south').evidence('clip')).toEqual([]);
  });
});
