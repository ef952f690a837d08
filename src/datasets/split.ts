import { ExitCode, HullprintError } from '../errors.js';
import { Random } from '../simulator/random.js';
import { cut, deal, dealCounts, type Shares, SIDES, type Side } from './deal.js';
import { duplicatesOf } from './duplicates.js';
import { groupsOf } from './groups.js';
import type { LeftOut } from './labelled-recording.js';
import type { SurveyedRecording } from './survey.js';

export const SPLIT_WAYS = ['vessel', 'time', 'site', 'hydrophone'] as const;

export interface SplitRequest extends Shares {
  by: (typeof SPLIT_WAYS)[number];
  seed: number;
}

export interface Split {
  request: SplitRequest;
  /** In the order of their ids. */
  sides: Record<Side, SurveyedRecording[]>;
  leftOut: LeftOut[];
  /** What a person should know before trusting scores on it. */
  warnings: string[];
}

type Sides = Record<Side, SurveyedRecording[]>;

/** Sizes that are learnt and scored. */
export const LEARNT_SIZES = ['big', 'small', 'none'] as const;

/**
 * Splits recordings so that no vessel, recording or sequence of samples is on two sides. By vessel: of each size,
 * every side gets its share of the vessels (of the recordings, where there is no ship), drawn by the seed. By time:
 * the earliest to training, the latest to test. By site or hydrophone: whole ones, drawn by the seed. Where a vessel
 * comes at several times or places, it stays on the side that has most of it, and the rest is left out. The same
 * recordings, in whatever order, and the same seed give the same split. Throws HullprintError (65) when training or
 * the rest would be empty.
 */
export function splitRecordings(recordings: readonly SurveyedRecording[], request: SplitRequest): Split {
  const ordered = recordings.toSorted((a, b) => compare(a.recordingId, b.recordingId));
  const leftOut: LeftOut[] = [];
  const usable = ordered.filter((recording) => {
    const reason = reasonNotToLearn(recording, request);
    if (reason) leftOut.push({ subject: recording.recordingId, reason });
    return !reason;
  });
  const drawn = draw(usable, request);
  const { sides, lost } = keptWhole(usable, drawn);
  leftOut.push(...lost);
  refuseEmpty(sides, leftOut, request);
  return { request, sides, leftOut, warnings: [...sizeWarnings(sides, request), ...soundWarnings(usable)] };
}

function reasonNotToLearn({ size, startMs }: SurveyedRecording, { by }: SplitRequest): string | null {
  if (size === 'medium') return 'it is neither big nor small (50 to 100 m): shown apart, never trained on';
  if (size === 'unlabelled') return 'nothing tells its size: a length does (--lengths)';
  return by === 'time' && startMs === null ? 'nothing tells when it was recorded' : null;
}

function draw(recordings: readonly SurveyedRecording[], request: SplitRequest): Sides {
  const random = new Random(`split ${request.seed}`);
  switch (request.by) {
    case 'vessel': {
      const groups = groupsOf(recordings);
      const dealt = LEARNT_SIZES.map((size) => {
        const ofSize = groups.filter((group) => mainSize(group) === size);
        return deal(ofSize, request, random.stream(size));
      });
      return eachSide((side) => dealt.flatMap((sides) => sides[side].flat()));
    }
    case 'time': {
      const inTime = recordings.toSorted((a, b) => a.startMs! - b.startMs!);
      return cut(inTime, dealCounts(inTime.length, request));
    }
    case 'site':
    case 'hydrophone': {
      const { by } = request;
      const places = [...new Set(recordings.map((recording) => recording[by]))].sort();
      const dealt = deal(places, request, random);
      return eachSide((side) => recordings.filter((recording) => dealt[side].includes(recording[by])));
    }
  }
}

/** Leaves out what would have its vessel or its samples on two sides. */
function keptWhole(
  recordings: readonly SurveyedRecording[],
  drawn: Sides,
): { sides: Sides; lost: LeftOut[] } {
  const sideOf = new Map(SIDES.flatMap((side) => drawn[side].map((recording) => [recording, side] as const)));
  const sides: Sides = eachSide(() => []);
  const lost: LeftOut[] = [];
  for (const group of groupsOf(recordings)) {
    const counts = eachSide((side) => group.filter((recording) => sideOf.get(recording) === side).length);
    const home = SIDES.reduce((best, side) => (counts[side] > counts[best] ? side : best));
    for (const recording of group) {
      if (sideOf.get(recording) === home) sides[home].push(recording);
      else lost.push({ subject: recording.recordingId, reason: `its vessel or its sound is in ${home}` });
    }
  }
  for (const side of SIDES) sides[side].sort((a, b) => compare(a.recordingId, b.recordingId));
  return { sides, lost };
}

function refuseEmpty(
  sides: Sides,
  leftOut: readonly LeftOut[],
  { by, validation, test }: SplitRequest,
): void {
  const others = sides.validation.length + sides.test.length;
  if (sides.training.length > 0 && (others > 0 || validation + test === 0)) return;
  const why = {
    vessel: 'no size has two vessels (ships of a class without names count as one)',
    time: 'nothing is left that is of other vessels at another time',
    site: 'nothing is left that is of other vessels at another site',
    hydrophone: 'nothing is left that is of other vessels at another hydrophone',
  };
  throw new HullprintError({
    operation: 'split by',
    subject: by,
    reason:
      sides.training.length > 0 ? why[by] : `no recording is left: ${leftOut[0]?.reason ?? 'there is none'}`,
    hint: 'Add recordings or names of vessels, give lengths with --lengths, or split in another way.',
    exitCode: ExitCode.data,
  });
}

function sizeWarnings(sides: Sides, request: SplitRequest): string[] {
  const wanted = SIDES.filter((side) => side === 'training' || request[side] > 0);
  const groups = groupsOf(SIDES.flatMap((side) => sides[side]));
  return LEARNT_SIZES.flatMap((size) => {
    const lacking = wanted.filter((side) => !sides[side].some((recording) => recording.size === size));
    if (lacking.length === 0) return [];
    const count = groups.filter((group) => mainSize(group) === size).length;
    const what = size === 'none' ? 'recording without a ship' : `${size} vessel`;
    if (lacking.length === wanted.length) return [`no ${what} at all`];
    return [`no ${what} in ${lacking.join(' and ')} (of ${count} in all)`];
  });
}

function soundWarnings(recordings: readonly SurveyedRecording[]): string[] {
  const [first, ...more] = duplicatesOf(recordings);
  if (!first) return [];
  const others = more.length > 0 ? `, and ${more.length} more such pairs` : '';
  return [`${first[0]} and ${first[1]} hold the same samples${others}: they stay on one side`];
}

/** The size of most of them. */
function mainSize(group: readonly SurveyedRecording[]) {
  const count = (wanted: string) => group.filter(({ size }) => size === wanted).length;
  return LEARNT_SIZES.reduce((best, size) => (count(size) > count(best) ? size : best));
}

function eachSide<T>(give: (side: Side) => T): Record<Side, T> {
  return { training: give('training'), validation: give('validation'), test: give('test') };
}

/** By code units, the same in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
