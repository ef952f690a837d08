import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PassageEvent } from '../../src/decision/passage.js';
import { atSecond, hand, listenTo, newTracker, passagesOf, type SyntheticSite } from './synthetic-site.js';

const ship = { closestSeconds: 400, widthSeconds: 60, aboveDb: 15 };
const ends = (events: PassageEvent[]) => events.filter(({ phase }) => phase === 'end');

test('a quiet hour has no passage and the state says none', () => {
  const tracker = newTracker();
  expect(passagesOf({ seconds: 3600 }, tracker)).toEqual([]);
  expect(tracker.state.verdict.size).toBe('none');
  expect(tracker.state.verdict.confidence).toBeGreaterThan(0.8);
});

test('one ship is one passage with its closest approach, level, size and shaft', () => {
  const events = passagesOf({ seconds: 900, ships: [ship] });
  expect(events[0]!.phase).toBe('new');
  const [end, ...others] = ends(events);
  expect(others).toEqual([]);
  expect(end!.endedBy).toBe('quiet');
  expect(Math.abs(end!.evidence.closestApproachMs! - atSecond(400))).toBeLessThan(10_000);
  expect(end!.evidence.splDb).toBeGreaterThan(116.5);
  expect(end!.evidence.splDb).toBeLessThan(118.5);
  expect(Math.abs(end!.evidence.snrDb - 15)).toBeLessThan(2);
  expect(end!.evidence).toMatchObject({ shaftHz: 2, bladeCount: 4, bladeRateHz: 8 });
  expect(end!.size).toBe('big');
  expect(end!.nearest.map((near) => near.class)).toEqual(['big', 'small']);
  // Audible while its signal is above the ambient: ±82 s.
  expect(Math.abs(end!.startMs - atSecond(318))).toBeLessThan(15_000);
  expect(Math.abs(end!.endMs! - atSecond(482))).toBeLessThan(15_000);
});

test('the closest approach is not told before it is past', () => {
  const events = passagesOf({ seconds: 900, ships: [ship] });
  const told = events.filter(({ evidence }) => evidence.closestApproachMs !== null);
  expect(told.length).toBeGreaterThan(1);
  for (const { heardUntilMs } of told) expect(heardUntilMs).toBeGreaterThan(atSecond(400));
  expect(events[1]!.evidence.closestApproachMs).toBeNull();
});

test('the state follows the passage', () => {
  const tracker = newTracker();
  let id: string | null = null;
  for (const input of listenTo({ seconds: 900, ships: [ship] })) {
    for (const event of hand(tracker, input)) id = event.phase === 'end' ? null : event.id;
    expect(tracker.state.passage).toBe(id);
    expect(tracker.state.verdict.size === 'none').toBe(id === null);
  }
});

test('a small ship is called small', () => {
  expect(ends(passagesOf({ seconds: 900, ships: [{ ...ship, size: 'small' }] }))[0]!.size).toBe('small');
});

test('a fade of twenty seconds does not part a passage', () => {
  for (const fromSeconds of [350, 375, 390, 410, 430]) {
    const events = passagesOf({ seconds: 900, ships: [ship], fades: [{ fromSeconds, seconds: 20 }] });
    expect(ends(events)).toHaveLength(1);
  }
});

test('missing sound of twenty seconds does not part a passage, of two minutes does', () => {
  const slow = { closestSeconds: 600, widthSeconds: 150, aboveDb: 15 };
  const short = passagesOf({ seconds: 1200, ships: [slow], gaps: [{ fromSeconds: 560, seconds: 20 }] });
  expect(ends(short).map(({ endedBy }) => endedBy)).toEqual(['quiet']);
  const long = passagesOf({ seconds: 1200, ships: [slow], gaps: [{ fromSeconds: 540, seconds: 120 }] });
  expect(ends(long).map(({ endedBy }) => endedBy)).toEqual(['gap', 'quiet']);
  expect(ends(long)[0]!.endMs).toBeLessThanOrEqual(atSecond(540));
});

test('two ships with silence between them are two passages', () => {
  const ships = [ship, { ...ship, closestSeconds: 750, size: 'small' as const }];
  const two = ends(passagesOf({ seconds: 1200, ships }));
  expect(two.map(({ size }) => size)).toEqual(['big', 'small']);
  expect(two.map(({ endedBy }) => endedBy)).toEqual(['quiet', 'quiet']);
});

test('two ships that overlap are two passages when the level dips between them', () => {
  const ships = [
    { closestSeconds: 400, widthSeconds: 90, aboveDb: 20 },
    { closestSeconds: 620, widthSeconds: 90, aboveDb: 20, size: 'small' as const },
  ];
  const two = ends(passagesOf({ seconds: 1200, ships }));
  expect(two.map(({ endedBy }) => endedBy)).toEqual(['next-passage', 'quiet']);
  expect(two.map(({ size }) => size)).toEqual(['big', 'small']);
  expect(Math.abs(two[0]!.endMs! - atSecond(510))).toBeLessThan(20_000);
  expect(two[1]!.startMs).toBe(two[0]!.endMs);
  expect(Math.abs(two[1]!.evidence.closestApproachMs! - atSecond(620))).toBeLessThan(10_000);
});

test('two loud ships close after one another are two passages, though the sea is heard for seconds between them', () => {
  const first = { closestSeconds: 400, widthSeconds: 30, aboveDb: 50 };
  const ships = [first, { ...first, closestSeconds: 560, aboveDb: 25, size: 'small' as const }];
  const two = ends(passagesOf({ seconds: 1200, ships }));
  expect(two.map(({ size, endedBy }) => [size, endedBy])).toEqual([
    ['big', 'next-passage'],
    ['small', 'quiet'],
  ]);
});

test('single windows that look like a ship are no passage', () => {
  const flickers = [300, 330, 332.5, 400, 500, 560, 562.5, 700];
  expect(passagesOf({ seconds: 900, flickers })).toEqual([]);
});

test('a site whose ordinary sea looks a bit like a ship does not cry wolf, and still hears a ship', () => {
  const quiet = passagesOf({ seconds: 3600, ordinary: 0.6 });
  expect(quiet).toEqual([]);
  const events = passagesOf({ seconds: 3600, ordinary: 0.6, ships: [{ ...ship, closestSeconds: 3000 }] });
  expect(ends(events)).toHaveLength(1);
  expect(Math.abs(ends(events)[0]!.evidence.closestApproachMs! - atSecond(3000))).toBeLessThan(10_000);
});

test('a ship that stays for twenty minutes is one passage', () => {
  const steady = ends(
    passagesOf({ seconds: 2400, ships: [{ closestSeconds: 900, widthSeconds: 440, aboveDb: 15 }] }),
  );
  expect(steady).toHaveLength(1);
  expect(steady[0]!.endMs! - steady[0]!.startMs).toBeGreaterThan(18 * 60_000);
});

test('a source that stays for hours is ended once and becomes the background, over which a ship is still heard', () => {
  const site = {
    seconds: 4 * 3600,
    permanent: { fromSeconds: 600, aboveDb: 8 },
    ships: [{ closestSeconds: 10_000, widthSeconds: 60, aboveDb: 22 }],
  };
  const [permanent, passage, ...others] = ends(passagesOf(site));
  expect(permanent!.endedBy).toBe('permanent');
  expect(passage!.endedBy).toBe('quiet');
  expect(Math.abs(passage!.evidence.closestApproachMs! - atSecond(10_000))).toBeLessThan(10_000);
  expect(others).toEqual([]);
});

test('a recording that begins with the ship gives a passage from its start', () => {
  const events = passagesOf({ seconds: 60, ships: [{ closestSeconds: 30, widthSeconds: 300, aboveDb: 20 }] });
  expect(events[0]!.startMs).toBeLessThan(atSecond(10));
  expect(events.at(-1)).toMatchObject({ phase: 'end', endedBy: 'end-of-recording' });
});

test('closing without a passage says nothing; closing twice ends it once', () => {
  const tracker = newTracker();
  expect(tracker.close('shutdown')).toEqual([]);
  for (const input of listenTo({ seconds: 400, ships: [ship] })) hand(tracker, input);
  const [end] = tracker.close('device-lost');
  expect(end).toMatchObject({ phase: 'end', endedBy: 'device-lost', heardUntilMs: atSecond(400) });
  expect(tracker.close('shutdown')).toEqual([]);
});

test('a clock that is set back ends the passage and the next one is heard', () => {
  const tracker = newTracker();
  const inputs = listenTo({ seconds: 900, ships: [ship] });
  const before = inputs.filter(({ span }) => span.endMs <= atSecond(410));
  const events = [...before, ...inputs].flatMap((input) => hand(tracker, input));
  expect(ends(events).map(({ endedBy }) => endedBy)).toEqual(['gap', 'quiet']);
});

const someSite: fc.Arbitrary<SyntheticSite> = fc.record({
  seconds: fc.integer({ min: 60, max: 2400 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  ordinary: fc.double({ min: 0.02, max: 0.7, noNaN: true }),
  ships: fc.array(
    fc.record({
      closestSeconds: fc.integer({ min: 0, max: 2400 }),
      widthSeconds: fc.integer({ min: 5, max: 300 }),
      aboveDb: fc.double({ min: -10, max: 35, noNaN: true }),
      size: fc.constantFrom('big' as const, 'small' as const),
    }),
    { maxLength: 5 },
  ),
  gaps: fc.array(
    fc.record({ fromSeconds: fc.integer({ min: 0, max: 2400 }), seconds: fc.integer({ min: 1, max: 200 }) }),
    {
      maxLength: 2,
    },
  ),
});

test('any site: one new, then updates at least 10 s apart, then one end for each id, and one passage at a time', () => {
  fc.assert(
    fc.property(someSite, (site) => {
      let open: PassageEvent | null = null;
      const seen = new Set<string>();
      for (const event of passagesOf(site)) {
        if (event.phase === 'new') {
          expect(open).toBeNull();
          expect(seen.has(event.id)).toBe(false);
          seen.add(event.id);
        } else {
          expect(event.id).toBe(open?.id);
          expect(event.startMs).toBe(open?.startMs);
        }
        if (event.phase === 'update') {
          expect(event.heardUntilMs - open!.heardUntilMs).toBeGreaterThanOrEqual(10_000);
        }
        expect(event.endMs === null).toBe(event.phase !== 'end');
        if (event.endMs !== null) expect(event.endMs).toBeGreaterThan(event.startMs);
        expect(event.evidence.windows).toBeGreaterThan(0);
        open = event.phase === 'end' ? null : event;
      }
      expect(open).toBeNull();
    }),
    { numRuns: 60 },
  );
});

test('any site: levels and DEMON frames that run ahead of the windows change nothing', () => {
  fc.assert(
    fc.property(someSite, fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1 }), (site, delays) => {
      const inputs = listenTo(site);
      const tracker = newTracker();
      const waiting: typeof inputs = [];
      const events: PassageEvent[] = [];
      inputs.forEach((input, i) => {
        if (input.type === 'window') waiting.push(input);
        else hand(tracker, input);
        const keep = delays[i % delays.length]!;
        while (waiting.length > keep) events.push(...hand(tracker, waiting.shift()!));
      });
      for (const input of waiting) events.push(...hand(tracker, input));
      expect([...events, ...tracker.close('end-of-recording')]).toEqual(passagesOf(site));
    }),
    { numRuns: 25 },
  );
});
