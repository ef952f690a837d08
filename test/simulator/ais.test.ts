import { expect, test } from 'vitest';
import { BitWriter } from '../../src/simulator/ais/bits.js';
import {
  classAPosition,
  classAStatic,
  classBPosition,
  classBStatic,
} from '../../src/simulator/ais/messages.js';
import { aivdmSentences, withTime } from '../../src/simulator/ais/sentences.js';
import { aisText, aisField as field } from './ais-fields.js';

// Published in E. Raymond, "AIVDM/AIVDO protocol decoding".
const MOORED = '!AIVDM,1,1,,B,177KQJ5000G?tO`K>RA1wUbN0TKH,0*5C';
const EVER_DIADEM = [
  '!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C',
  '!AIVDM,2,2,1,A,88888888880,2*25',
];

test('the fields of a published position report come out as its sentence, checksum and all', () => {
  const message = new BitWriter()
    .integer(6, 1)
    .integer(2, 0)
    .integer(30, 477_553_000)
    .integer(4, 5)
    .integer(8, 0)
    .integer(10, 0)
    .integer(1, 0)
    .integer(28, -73_407_500)
    .integer(27, 28_549_700)
    .integer(12, 510)
    .integer(9, 181)
    .integer(6, 15)
    .integer(2, 0)
    .integer(3, 0)
    .integer(1, 0)
    .integer(19, 149_208);
  expect(aivdmSentences(message, 'B', 0)).toEqual([MOORED]);
});

test('the fields of a published static report come out as its two sentences', () => {
  const message = new BitWriter()
    .integer(6, 5)
    .integer(2, 0)
    .integer(30, 351_759_000)
    .integer(2, 0)
    .integer(30, 9_134_270)
    .text(7, '3FOF8  ')
    .text(20, 'EVER DIADEM'.padEnd(20))
    .integer(8, 70)
    .integer(9, 225)
    .integer(9, 70)
    .integer(6, 1)
    .integer(6, 31)
    .integer(4, 1)
    .integer(4, 5)
    .integer(5, 15)
    .integer(5, 14)
    .integer(6, 0)
    .integer(8, 122)
    .text(20, 'NEW YORK'.padEnd(20))
    .integer(2, 0);
  expect(aivdmSentences(message, 'A', 1)).toEqual(EVER_DIADEM);
});

const report = {
  mmsi: 200_123_456,
  latitudeDegrees: -33.9,
  longitudeDegrees: 151.25,
  speedKn: 12.3,
  courseDegrees: 359.96,
  utcSecond: 59,
};
const ship = {
  mmsi: 200_123_456,
  name: 'Wave 7',
  callSign: 'HP3456',
  shipType: 52,
  dimensionsM: [20, 6, 4, 5],
} as const;

test.each([
  [
    'class A',
    1,
    classAPosition(report),
    { speed: 50, longitude: 61, latitude: 89, course: 116, second: 137 },
  ],
  [
    'class B',
    18,
    classBPosition(report),
    { speed: 46, longitude: 57, latitude: 85, course: 112, second: 133 },
  ],
] as const)(
  'a position report of %s has its fields where the recommendation wants them',
  (_, type, message, at) => {
    const lines = aivdmSentences(message, 'A', 0);
    expect(lines).toHaveLength(1);
    expect(field(lines, 0, 6)).toBe(type);
    expect(field(lines, 8, 30)).toBe(report.mmsi);
    expect(field(lines, at.speed, 10)).toBe(123);
    expect(field(lines, at.longitude, 28) / 600_000).toBeCloseTo(report.longitudeDegrees, 5);
    expect(field(lines, at.latitude, 27, true) / 600_000).toBeCloseTo(report.latitudeDegrees, 5);
    expect(field(lines, at.course, 12)).toBe(0);
    expect(field(lines, at.second, 6)).toBe(59);
  },
);

test('static reports of class A and B tell name, type and length', () => {
  const five = aivdmSentences(classAStatic(ship), 'A', 3);
  expect(five).toHaveLength(2);
  expect(aisText(five, 112, 20)).toBe('WAVE 7');
  expect([field(five, 232, 8), field(five, 240, 9) + field(five, 249, 9)]).toEqual([52, 26]);
  const [partA, partB] = classBStatic(ship).map((part) => aivdmSentences(part, 'B', 0));
  expect([field(partA!, 0, 6), field(partA!, 38, 2), aisText(partA!, 40, 20)]).toEqual([24, 0, 'WAVE 7']);
  expect([field(partB!, 38, 2), field(partB!, 40, 8), aisText(partB!, 90, 7)]).toEqual([1, 52, 'HP3456']);
  expect(field(partB!, 132, 9) + field(partB!, 141, 9)).toBe(26);
});

test('the time of reception is a tag block with a checksum of its own', () => {
  const [, tag, sum, sentence] = /^\\(.*)\*(..)\\(.*)$/.exec(withTime(MOORED, 1_241_544_035_900))!;
  expect([tag, sentence]).toEqual(['c:1241544035', MOORED]);
  expect(Array.from(tag!).reduce((all, one) => all ^ one.charCodeAt(0), 0)).toBe(Number.parseInt(sum!, 16));
});
