import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkTolerance, SampleClock, soundCardTolerance } from '../../src/capture/sample-clock.js';

const rateHz = 32_000;
const packetFrames = 1600;
const epochMs = Date.UTC(2026, 4, 1);

interface Sea {
  seconds: number;
  ppm?: number;
  /** Delay of packet i before the reader sees it, ms; order is kept. */
  delayMs?: (packet: number) => number;
  /** Samples that vanish before packet i. */
  lostBefore?: Map<number, number>;
  /** What the wall clock shows more than the truth, at a monotonic time. */
  wallErrorMs?: (nowMs: number) => number;
}

/** Plays a converter of a given clock error, buffering and losses into the clock. */
function play(sea: Sea) {
  const clock = new SampleClock(rateHz, soundCardTolerance);
  const trueRateHz = rateHz * (1 + (sea.ppm ?? 0) * 1e-6);
  const blocks: { firstSample: number; timeMs: number; capturedMs: number }[] = [];
  let captured = 0;
  let arrivalMs = 0;
  let missing = 0;
  let discarded = 0;
  let wallSteps = 0;
  const packets = Math.round((sea.seconds * rateHz) / packetFrames);
  for (let packet = 0; packet < packets; packet++) {
    captured += sea.lostBefore?.get(packet) ?? 0;
    const capturedMs = (1000 * captured) / trueRateHz;
    captured += packetFrames;
    const dueMs = (1000 * captured) / trueRateHz + (sea.delayMs?.(packet) ?? 0);
    arrivalMs = Math.max(arrivalMs, dueMs);
    const wallMs = epochMs + arrivalMs + (sea.wallErrorMs?.(arrivalMs) ?? 0);
    const arrival = clock.arrive(packetFrames, arrivalMs, Math.round(wallMs));
    missing += arrival.missingSamples;
    wallSteps += Number(arrival.wallStepped);
    if (arrival.firstSample === undefined) discarded++;
    else blocks.push({ firstSample: arrival.firstSample, timeMs: arrival.timeMs, capturedMs });
  }
  return { clock, blocks, missing, discarded, wallSteps };
}

const jitter = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 50, maxLength: 200 });

test('scattered arrivals and clock drift are never taken for a gap', () => {
  fc.assert(
    fc.property(jitter, fc.double({ min: -200, max: 200, noNaN: true }), (delays, ppm) => {
      const { missing, discarded } = play({ seconds: 600, ppm, delayMs: (i) => delays[i % delays.length] });
      expect(missing).toBe(0);
      expect(discarded).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test('a reader that is held up for seconds and catches up loses nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 1000 }), fc.integer({ min: 50, max: 3500 }), (at, stallMs) => {
      const stallEnd = at + stallMs / 50;
      const { missing } = play({
        seconds: 90,
        delayMs: (i) => (i >= at && i < stallEnd ? (stallEnd - i) * 50 : 0),
      });
      expect(missing).toBe(0);
    }),
  );
});

test('lost samples are found to within 50 ms, and the index stays true to time afterwards', () => {
  fc.assert(
    fc.property(
      jitter,
      fc.double({ min: -100, max: 100, noNaN: true }),
      fc.integer({ min: 100, max: 900 }),
      fc.integer({ min: rateHz * 0.15, max: rateHz * 30 }),
      (delays, ppm, at, lost) => {
        const { missing, blocks } = play({
          seconds: 90,
          ppm,
          delayMs: (i) => delays[i % delays.length],
          lostBefore: new Map([[at, lost]]),
        });
        expect(Math.abs(missing - lost) / rateHz).toBeLessThan(0.05);
        const last = blocks.at(-1)!;
        expect(Math.abs(last.timeMs - epochMs - last.capturedMs)).toBeLessThan(100);
      },
    ),
    { numRuns: 50 },
  );
});

test('small losses add up to a gap once they exceed the tolerance', () => {
  const lostBefore = new Map(Array.from({ length: 40 }, (_, i) => [200 * (i + 1), rateHz * 0.02]));
  const { missing } = play({ seconds: 500, lostBefore });
  expect(Math.abs(missing - 0.8 * rateHz)).toBeLessThan(0.12 * rateHz);
});

test('the time of a sample scatters by less than its arrival, and never runs away', () => {
  fc.assert(
    fc.property(jitter, fc.double({ min: -200, max: 200, noNaN: true }), (delays, ppm) => {
      const delayMs = (i: number) => delays[i % delays.length];
      const earliest = Math.min(...delays);
      const { blocks } = play({ seconds: 1800, ppm, delayMs });
      const errorsMs = blocks.slice(300).map(({ timeMs, capturedMs }) => timeMs - epochMs - capturedMs);
      expect(Math.min(...errorsMs)).toBeGreaterThan(earliest - 10);
      expect(Math.max(...errorsMs)).toBeLessThan(earliest + 10);
    }),
    { numRuns: 10 },
  );
});

test('drift of the converter is measured in parts per million', () => {
  fc.assert(
    fc.property(jitter, fc.double({ min: -200, max: 200, noNaN: true }), (delays, ppm) => {
      const { clock } = play({ seconds: 900, ppm, delayMs: (i) => delays[(i * 7919) % delays.length] });
      expect(Math.abs(clock.driftPpm! - ppm)).toBeLessThan(5);
    }),
    { numRuns: 20 },
  );
  expect(play({ seconds: 20 }).clock.driftPpm).toBeNull();
});

test('when the wall clock is set, times follow it at once and the sample index does not notice', () => {
  const stepMs = 3_600_000;
  const { blocks, missing, wallSteps } = play({
    seconds: 60,
    wallErrorMs: (nowMs) => (nowMs > 30_000 ? stepMs : 0),
  });
  expect(missing).toBe(0);
  expect(wallSteps).toBe(1);
  const index = blocks.map((block) => block.firstSample);
  expect(index).toEqual(index.map((_, i) => i * packetFrames));
  for (const { timeMs, capturedMs } of blocks) {
    const errorMs = timeMs - epochMs - capturedMs;
    expect(Math.min(Math.abs(errorMs), Math.abs(errorMs - stepMs))).toBeLessThan(2);
  }
});

test.each([
  ['all of it arrives', 0],
  ['most of it is lost on the way', 9 * packetFrames],
])('an input that runs faster than time is held to time, and heard in full, when %s', (_, lostBefore) => {
  const clock = new SampleClock(rateHz, soundCardTolerance);
  let discards = 0;
  let mostAheadSeconds = 0;
  let missing = 0;
  for (let nowMs = 0; nowMs < 20_000; nowMs += 0.5) {
    const arrival = clock.arrive(packetFrames, nowMs, epochMs + nowMs, nowMs === 0 ? 0 : lostBefore);
    discards += Number(arrival.afterDiscard);
    missing += arrival.missingSamples;
    mostAheadSeconds = Math.max(mostAheadSeconds, clock.nextSample / rateHz - nowMs / 1000);
  }
  expect(mostAheadSeconds).toBeLessThan(2.2);
  expect(clock.nextSample / rateHz).toBeGreaterThan(18);
  expect(discards).toBeLessThan(30);
  expect(missing).toBeLessThan(0.1 * rateHz);
});

test('a closed input passes time as missing samples, and what is still missing when it has opened is found', () => {
  const clock = new SampleClock(rateHz, soundCardTolerance);
  const arrive = (nowMs: number) => clock.arrive(packetFrames, nowMs, epochMs + nowMs);
  for (let i = 1; i <= 100; i++) arrive(i * 50);
  expect(clock.pass(65_000)).toBe(60 * rateHz);
  expect(clock.pass(65_000)).toBe(0);
  const first = arrive(66_050);
  expect(first).toMatchObject({ firstSample: 65 * rateHz, missingSamples: 0 });
  for (let nowMs = 66_100; nowMs < 67_050; nowMs += 50) arrive(nowMs);
  expect(arrive(67_050)).toMatchObject({ firstSample: 67 * rateHz, missingSamples: rateHz, atOpening: true });
});

test('what had gathered before the first packet after an opening does not make time run ahead', () => {
  const clock = new SampleClock(rateHz, networkTolerance);
  let openedMs = 0;
  for (let opening = 0; opening < 20; opening++) {
    // Five seconds are held back, then come at once; the stream ends after a minute.
    for (let dueMs = 50; dueMs <= 60_000; dueMs += 50) {
      const nowMs = openedMs + Math.max(dueMs, 5000);
      clock.arrive(packetFrames, nowMs, epochMs + nowMs);
    }
    openedMs += 60_500;
    clock.pass(openedMs);
    expect(Math.abs(clock.nextSample / rateHz - openedMs / 1000)).toBeLessThan(2);
  }
});

test('samples that are known to be lost are counted where they were lost', () => {
  const clock = new SampleClock(rateHz, soundCardTolerance);
  clock.arrive(packetFrames, 50, epochMs);
  const arrival = clock.arrive(packetFrames, 150, epochMs + 100, packetFrames);
  expect(arrival).toMatchObject({ firstSample: 2 * packetFrames, missingSamples: packetFrames });
});

test('an input that ran ahead once is believed again what it has lost', () => {
  const clock = new SampleClock(rateHz, soundCardTolerance);
  const arrive = (nowMs: number, lost = 0) => clock.arrive(packetFrames, nowMs, epochMs + nowMs, lost);
  arrive(50);
  for (let early = 0; early < 60; early++) arrive(60);
  for (let nowMs = 100; nowMs <= 10_000; nowMs += 50) arrive(nowMs);
  const before = clock.nextSample;
  const { missingSamples } = arrive(12_050, 2 * rateHz);
  expect(missingSamples).toBeGreaterThan(0);
  expect(clock.nextSample).toBe(before + missingSamples + packetFrames);
});
