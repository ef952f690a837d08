import { cos } from '../elementary.js';
import type { Scene, Track } from '../scene.js';
import type { VesselType } from '../source-level.js';
import type { BitWriter } from './bits.js';
import { classAPosition, classAStatic, classBPosition, classBStatic, type StaticReport } from './messages.js';
import { aivdmSentences, withTime } from './sentences.js';

/** Where and when a scene is, for what has to say so. */
export interface PlaceAndTime {
  /** Of the middle of the scene. */
  latitudeDegrees: number;
  longitudeDegrees: number;
  /** UTC of its first sample. */
  startTimeMs: number;
}

const STATIC_EACH_SECONDS = 360;
const METRES_PER_DEGREE = 60 * 1852;

/** ITU-R M.1371-5, tables 1 and 2: class A by its speed, class B (carrier sense) under way. */
function reportEachSeconds(unit: 'class-a' | 'class-b', speedKn: number): number {
  if (unit === 'class-b') return speedKn > 2 ? 30 : 180;
  return speedKn > 23 ? 2 : speedKn > 14 ? 6 : 10;
}

const SHIP_TYPE: Record<VesselType, number> = {
  bulker: 70,
  container: 70,
  'vehicle-carrier': 70,
  tanker: 80,
  cruise: 60,
  passenger: 60,
  tug: 52,
  fishing: 30,
  recreational: 37,
  naval: 35,
  government: 55,
  dredger: 33,
  other: 90,
};

/** What the ships of a scene send over AIS, as lines of AIVDM with the second of reception, in time order. */
export function aisLines(scene: Scene, place: PlaceAndTime): string[] {
  const sent: { seconds: number; message: BitWriter }[] = [];
  for (const [i, { vessel, track, identity }] of scene.passages.entries()) {
    if (!identity?.transponder) continue;
    const { name, mmsi, transponder, courseDegrees } = identity;
    const classA = transponder === 'class-a';
    const each = reportEachSeconds(transponder, vessel.speedKn);
    const telling: StaticReport = {
      mmsi,
      name,
      callSign: `HP${mmsi % 10_000}`,
      shipType: SHIP_TYPE[vessel.vesselType],
      dimensionsM: dimensionsOf(vessel.lengthM),
    };
    // Transponders keep their own slots: ships do not speak all at once.
    const offsetSeconds = i % each;
    const [from, until] = alone(scene.passages, i, scene.durationSeconds);
    const begin = offsetSeconds + each * Math.ceil(Math.max(0, from - offsetSeconds) / each);
    for (let seconds = begin; seconds < until; seconds += STATIC_EACH_SECONDS) {
      const messages = classA ? [classAStatic(telling)] : classBStatic(telling);
      sent.push(...messages.map((message) => ({ seconds, message })));
    }
    for (let seconds = begin; seconds < until; seconds += each) {
      const report = {
        mmsi,
        speedKn: vessel.speedKn,
        courseDegrees,
        utcSecond: Math.floor(place.startTimeMs / 1000 + seconds) % 60,
        ...positionDegrees(track, seconds, place),
      };
      sent.push({ seconds, message: classA ? classAPosition(report) : classBPosition(report) });
    }
  }
  sent.sort((a, b) => a.seconds - b.seconds);
  return sent.flatMap(({ seconds, message }, i) =>
    aivdmSentences(message, i % 2 === 0 ? 'A' : 'B', i % 10).map((sentence) =>
      withTime(sentence, place.startTimeMs + 1000 * seconds),
    ),
  );
}

/** From and until when a ship that goes by several times is on this passage: she is in one place at a time. */
function alone(passages: Scene['passages'], index: number, durationSeconds: number): [number, number] {
  const nearestSeconds = ({ track }: Scene['passages'][number]) =>
    -(track.eastM * track.eastMS + track.northM * track.northMS) /
    (track.eastMS * track.eastMS + track.northMS * track.northMS);
  const { identity } = passages[index]!;
  const own = nearestSeconds(passages[index]!);
  const others = passages
    .filter((each, i) => i !== index && each.identity?.mmsi === identity?.mmsi)
    .map((each) => (nearestSeconds(each) + own) / 2);
  return [
    Math.max(0, ...others.filter((middle) => middle <= own)),
    Math.min(durationSeconds, ...others.filter((middle) => middle > own)),
  ];
}

function positionDegrees(track: Track, seconds: number, { latitudeDegrees, longitudeDegrees }: PlaceAndTime) {
  const northM = track.northM + track.northMS * seconds;
  const eastM = track.eastM + track.eastMS * seconds;
  const metresPerDegreeEast = METRES_PER_DEGREE * cos((latitudeDegrees * Math.PI) / 180);
  return {
    latitudeDegrees: latitudeDegrees + northM / METRES_PER_DEGREE,
    longitudeDegrees: longitudeDegrees + eastM / metresPerDegreeEast,
  };
}

/** The antenna over the bridge, a fifth of the length from the stern; beam as usual for that length. */
function dimensionsOf(lengthM: number): StaticReport['dimensionsM'] {
  const length = Math.round(lengthM);
  const stern = Math.round(length / 5);
  const beam = Math.max(2, Math.round(Math.sqrt(lengthM) * 2.1 - 2.5));
  return [length - stern, stern, Math.floor(beam / 2), Math.ceil(beam / 2)];
}
