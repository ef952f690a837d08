import { BitWriter } from './bits.js';

/** A ship's place and motion as its transponder sends it. */
export interface PositionReport {
  mmsi: number;
  latitudeDegrees: number;
  longitudeDegrees: number;
  speedKn: number;
  courseDegrees: number;
  /** Second of the UTC minute. */
  utcSecond: number;
}

/** What a transponder tells of the ship herself. */
export interface StaticReport {
  mmsi: number;
  name: string;
  callSign: string;
  /** First digit: the kind of vessel (3 special, 5 port, 6 passenger, 7 cargo, 8 tanker, 9 other). */
  shipType: number;
  /** Distances of the antenna from bow, stern, port and starboard, whole metres. */
  dimensionsM: readonly [bow: number, stern: number, port: number, starboard: number];
}

const UNDER_WAY = 0;
const NO_RATE_OF_TURN = -128;
const GPS = 1;

/** Message 1: position report of class A. Fields and widths: ITU-R M.1371-5, annex 8, table 48. */
export function classAPosition(report: PositionReport): BitWriter {
  return placeAndMotion(
    new BitWriter()
      .integer(6, 1)
      .integer(2, 0)
      .integer(30, report.mmsi)
      .integer(4, UNDER_WAY)
      .integer(8, NO_RATE_OF_TURN),
    report,
  )
    .integer(2, 0) // manoeuvre: not told
    .integer(3, 0)
    .integer(1, 0) // no RAIM
    .integer(19, 0); // radio state
}

/** Message 18: position report of class B (table 70), from a carrier-sense unit. */
export function classBPosition(report: PositionReport): BitWriter {
  return placeAndMotion(
    new BitWriter().integer(6, 18).integer(2, 0).integer(30, report.mmsi).integer(8, 0),
    report,
  )
    .integer(2, 0)
    .integer(1, 1) // carrier sense
    .integer(5, 0b00110) // no display, no DSC, all marine bands, message 22, autonomous
    .integer(1, 0)
    .integer(1, 1)
    .integer(19, 393_222); // communication state of a carrier-sense unit: 1100000000000000110
}

function placeAndMotion(bits: BitWriter, report: PositionReport): BitWriter {
  const course = Math.round(report.courseDegrees * 10) % 3600;
  return bits
    .integer(10, Math.min(Math.round(report.speedKn * 10), 1022))
    .integer(1, 1) // better than 10 m
    .integer(28, Math.round(report.longitudeDegrees * 600_000))
    .integer(27, Math.round(report.latitudeDegrees * 600_000))
    .integer(12, course)
    .integer(9, Math.round(course / 10) % 360)
    .integer(6, report.utcSecond);
}

/** Message 5: static and voyage data of class A (table 52). Draught, arrival and destination are not told. */
export function classAStatic(report: StaticReport): BitWriter {
  const bits = new BitWriter()
    .integer(6, 5)
    .integer(2, 0)
    .integer(30, report.mmsi)
    .integer(2, 0)
    .integer(30, 0) // IMO number: not told
    .text(7, report.callSign)
    .text(20, report.name)
    .integer(8, report.shipType);
  return dimensions(bits, report)
    .integer(4, GPS)
    .integer(4, 0) // arrival: no month, no day, hour 24, minute 60
    .integer(5, 0)
    .integer(5, 24)
    .integer(6, 60)
    .integer(8, 0)
    .text(20, '')
    .integer(1, 0)
    .integer(1, 0);
}

/** Message 24, parts A and B: static data of class B (tables 76 and 77). */
export function classBStatic(report: StaticReport): [partA: BitWriter, partB: BitWriter] {
  const part = (number: number) =>
    new BitWriter().integer(6, 24).integer(2, 0).integer(30, report.mmsi).integer(2, number);
  const partB = part(1).integer(8, report.shipType).text(7, '').text(7, report.callSign);
  return [
    part(0).text(20, report.name).integer(8, 0),
    dimensions(partB, report).integer(4, GPS).integer(2, 0),
  ];
}

function dimensions(
  bits: BitWriter,
  { dimensionsM: [bow, stern, port, starboard] }: StaticReport,
): BitWriter {
  return bits.integer(9, bow).integer(9, stern).integer(6, port).integer(6, starboard);
}
