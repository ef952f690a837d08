import { expect, test } from 'vitest';
import { matchPassage } from '../../src/ais/passage-match.js';
import { rangeM, ShipTracks } from '../../src/ais/ship-tracks.js';

const place = { latitudeDegrees: 54, longitudeDegrees: 8 };
const T0 = Date.parse('2026-05-01T10:00:00Z');
const METRES_EAST = 60 * 1852 * Math.cos((54 * Math.PI) / 180);

/** A ship that goes east at 6 m/s, nearest at an instant, with a report each ten seconds. */
function goesBy(tracks: ShipTracks, mmsi: number, nearestMs: number, farM: number, seconds = [-600, 600]) {
  tracks.particulars(mmsi, { name: `SHIP ${mmsi}`, lengthM: 180, type: 70 });
  for (let second = seconds[0]!; second <= seconds[1]!; second += 10)
    tracks.position(mmsi, {
      timeMs: nearestMs + 1000 * second,
      latitudeDegrees: 54 + farM / (60 * 1852),
      longitudeDegrees: 8 + (6 * second) / METRES_EAST,
    });
}

const matched = (build: (tracks: ShipTracks) => void) => {
  const tracks = new ShipTracks();
  build(tracks);
  return matchPassage(tracks.ships, place, T0, 3000);
};

test('the one ship that passes when it is loudest is the one that was heard, at her range', () => {
  expect(
    matched((tracks) => {
      goesBy(tracks, 1, T0 + 20_000, 800);
      goesBy(tracks, 2, T0, 2500);
      goesBy(tracks, 3, T0 + 40 * 60_000, 100);
    }),
  ).toEqual({ mmsi: 1, name: 'SHIP 1', lengthM: 180, type: 70, rangeM: 800 });
});

test.each<[string, (tracks: ShipTracks) => void]>([
  [
    'two that may both have been heard',
    (tracks) => [goesBy(tracks, 1, T0, 800), goesBy(tracks, 2, T0, 1500)],
  ],
  ['one that passes two minutes later', (tracks) => goesBy(tracks, 1, T0 + 120_000, 800)],
  ['one that is too far off', (tracks) => goesBy(tracks, 1, T0, 3100)],
  ['one that is still coming', (tracks) => goesBy(tracks, 1, T0 + 60_000, 800, [-600, -60])],
  [
    'one that was not heard for long',
    (tracks) => {
      goesBy(tracks, 1, T0, 800, [-600, -300]);
      goesBy(tracks, 1, T0, 800, [300, 600]);
    },
  ],
  [
    'one that lies at anchor',
    (tracks) => {
      for (let i = -60; i <= 60; i++)
        tracks.position(1, { ...place, timeMs: T0 + 10_000 * i, latitudeDegrees: 54.005 });
    },
  ],
  ['nobody', () => {}],
])('%s: no match', (_, build) => {
  expect(matched(build)).toBe(null);
});

test('between her reports a ship is where the line between them says, in whatever order these came', () => {
  const tracks = new ShipTracks();
  const fix = (seconds: number, latitudeDegrees: number) =>
    tracks.position(1, { timeMs: T0 + 1000 * seconds, latitudeDegrees, longitudeDegrees: 8 });
  fix(60, 54.02);
  fix(0, 54.01);
  const [ship] = tracks.ships;
  expect(rangeM(ship!, place, T0 + 30_000)).toBeCloseTo(0.015 * 60 * 1852, 3);
  expect(rangeM(ship!, place, T0 + 61_000)).toBe(null);
});

test('what anybody sends stays within bounds', () => {
  const tracks = new ShipTracks();
  for (let mmsi = 0; mmsi < 3000; mmsi++) tracks.position(mmsi, { ...place, timeMs: T0 });
  for (let i = 0; i < 9000; i++) tracks.position(2999, { ...place, timeMs: T0 + i });
  const ships = [...tracks.ships];
  expect(ships).toHaveLength(2000);
  expect(ships.at(-1)!.fixes.length).toBeLessThanOrEqual(4000);
});
