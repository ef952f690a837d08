import { expect, test } from 'vitest';
import { logOdds, PresenceBackground } from '../../src/decision/presence.js';

const levels = (db: number) => new Float32Array(20).fill(db);

function heardMinutes(minutes: number, db: number, ship: number): PresenceBackground {
  const background = new PresenceBackground();
  for (let second = 0; second < 60 * minutes; second++) background.addLevels(levels(db));
  for (let window = 0; window < 24 * minutes; window++) background.addProbability(ship);
  return background;
}

test('the rise is nothing over the background itself and exact above it', () => {
  const background = heardMinutes(10, 90, 0.1);
  expect(background.riseDb(levels(90))).toBeCloseTo(0, 6);
  expect(background.riseDb(levels(102))).toBeCloseTo(12, 6);
});

test('the rise of one band counts in the mean over the bands', () => {
  const oneBand = levels(90);
  oneBand[3] = 110;
  // 19 bands at ratio 1 and one at 100.
  expect(heardMinutes(10, 90, 0.1).riseDb(oneBand)).toBeCloseTo(10 * Math.log10(119 / 20), 6);
});

test('nothing is known of the rise before a level was heard, or at another number of bands', () => {
  expect(new PresenceBackground().riseDb(levels(90))).toBeNull();
  expect(heardMinutes(1, 90, 0.1).riseDb(new Float32Array(5))).toBeNull();
});

test('ships for half of the time do not raise the background', () => {
  const background = new PresenceBackground();
  for (let minute = 0; minute < 120; minute++) {
    for (let second = 0; second < 60; second++) background.addLevels(levels(minute % 4 < 2 ? 90 : 105));
  }
  expect(background.riseDb(levels(90))).toBeCloseTo(0, 6);
});

test('a new background is learnt within the hour', () => {
  const background = heardMinutes(60, 90, 0.1);
  for (let second = 0; second < 3600; second++) background.addLevels(levels(100));
  expect(background.riseDb(levels(100))).toBeCloseTo(0, 6);
});

test('what the ordinary sea earns is no evidence, unless the level stands out', () => {
  const background = heardMinutes(20, 90, 0.7);
  expect(background.shipLogOdds(0.7, 0)).toBeCloseTo(-2, 6);
  expect(background.shipLogOdds(0.7, 10)).toBeCloseTo(logOdds(0.7), 6);
  expect(heardMinutes(20, 90, 0.02).shipLogOdds(0.7, 0)).toBeCloseTo(logOdds(0.7), 6);
});

test('the background stands still in a passage, and then does as it is told', () => {
  for (const [fate, expectedDb] of [
    ['discard', 90],
    ['add', 90],
    ['replace', 105],
  ] as const) {
    const background = heardMinutes(20, 90, 0.1);
    background.open();
    for (let second = 0; second < 1800; second++) background.addLevels(levels(105));
    for (let window = 0; window < 720; window++) background.addProbability(0.95);
    expect(background.riseDb(levels(105))).toBeCloseTo(15, 6);
    expect(background.shipLogOdds(0.95, 0)).toBeCloseTo(logOdds(0.95), 6);
    background.close(fate);
    expect(background.riseDb(levels(105))).toBeCloseTo(105 - expectedDb, 6);
    // Twenty minutes of quiet against thirty of the source: the median is the source once it counts.
    expect(background.shipLogOdds(0.95, 0)).toBeCloseTo(fate === 'discard' ? logOdds(0.95) : -2, 6);
  }
});
