import { createSocket } from 'node:dgram';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AisReceiver } from '../../src/ais/ais-receiver.js';
import {
  classAPosition,
  classAStatic,
  classBPosition,
  classBStatic,
} from '../../src/simulator/ais/messages.js';
import { aivdmSentences, withTime } from '../../src/simulator/ais/sentences.js';

const mmsi = 200_123_456;
const at = { latitudeDegrees: 54.12345, longitudeDegrees: -7.98765 };
const position = { mmsi, ...at, speedKn: 12, courseDegrees: 90, utcSecond: 7 };
const particulars = {
  mmsi,
  name: 'EVENING STAR',
  callSign: 'HP1',
  shipType: 70,
  dimensionsM: [140, 40, 10, 12] as const,
};
const T0 = Date.parse('2026-05-01T10:00:00Z');

test.each([
  ['class A, whose particulars take two sentences', [classAPosition(position), classAStatic(particulars)]],
  ['class B, whose particulars take two messages', [classBPosition(position), ...classBStatic(particulars)]],
])('a ship of %s is known by place, name, length and kind', (_, messages) => {
  const told = vi.fn();
  const receiver = new AisReceiver(told);
  const lines = messages.flatMap((message, i) => aivdmSentences(message, 'A', i));
  receiver.hear(lines.map((line) => withTime(line, T0)).join('\r\n'), 0);
  const [ship, ...others] = receiver.tracks.ships;
  expect(others).toEqual([]);
  expect(ship).toMatchObject({ mmsi, name: 'EVENING STAR', lengthM: 180, type: 70 });
  const [fix] = ship!.fixes;
  expect(fix!.timeMs).toBe(T0);
  expect(fix!.latitudeDegrees).toBeCloseTo(at.latitudeDegrees, 5);
  expect(fix!.longitudeDegrees).toBeCloseTo(at.longitudeDegrees, 5);
  expect(told).toHaveBeenCalledTimes(1);
});

test('a sentence without a time counts from its arrival; one that is cut, forged or no AIS says nothing', () => {
  const receiver = new AisReceiver();
  const [line] = aivdmSentences(classAPosition(position), 'A', 0);
  const wrong = [
    line!.slice(0, 20),
    line!.replace(/\*..$/, '*00'),
    line!.replace('!', '!,,,,'),
    '$GPGGA,1,2,3*00',
    '!AIVDM,1,1,,A,,0*26',
    '!AIVDM,9,9,1,A,zzzz,0*7A',
    '\\c:99999999999999999999*00\\',
    '!'.repeat(5000),
  ];
  receiver.hear(wrong.join('\n'), T0);
  expect([...receiver.tracks.ships].flatMap(({ fixes }) => fixes)).toEqual([]);
  receiver.hear(line!, T0 + 5);
  expect([...receiver.tracks.ships].flatMap(({ fixes }) => fixes.map(({ timeMs }) => timeMs))).toEqual([
    T0 + 5,
  ]);
});

test('datagrams are heard at a port, and a port that is taken is told', async () => {
  const receiver = new AisReceiver();
  const port = await receiver.start('127.0.0.1', 0);
  const sender = createSocket('udp4');
  onTestFinished(() => {
    receiver.stop();
    sender.close();
  });
  sender.send(aivdmSentences(classAPosition(position), 'A', 0)[0]!, port, '127.0.0.1');
  await vi.waitUntil(() => [...receiver.tracks.ships].length === 1);
  await expect(new AisReceiver().start('127.0.0.1', port)).rejects.toThrow(/EADDRINUSE[\s\S]*ais\.port/);
});
