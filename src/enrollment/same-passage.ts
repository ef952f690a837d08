import { basename } from 'node:path';
import type { Windows } from '../prototypes/class-space.js';
import { tierOf } from '../prototypes/class-space.js';
import { meanPlace, plainSpace } from '../prototypes/plain-space.js';

/** A recording of a vessel as a model embeds it. */
export interface Recorded {
  file: string;
  embeddings: Windows;
}

/**
 * Two recordings nearer than this, root mean square per coordinate, are parts of one passage: in docs/ENROLLMENT.md
 * two thirds of the halves of real recordings are, and no two recordings of different passages.
 */
const ALIKE = 0.3;
/** No passage lasts so long. */
const APART_MS = 30 * 60_000;

/** Recordings by passage: parts of one passage know no more of a vessel than one of them. */
export function byPassage<Each extends Recorded>(recordings: readonly Each[]): Each[][] {
  const passages: Each[][] = [];
  for (const recording of recordings) {
    const of = passages.find((passage) => passage.some((each) => samePassage(each, recording)));
    if (of) of.push(recording);
    else passages.push([recording]);
  }
  return passages;
}

/** Whether two recordings are so alike that they are parts of one passage, and no times in their names part them. */
export function samePassage(one: Recorded, other: Recorded): boolean {
  const [first, second] = [one.embeddings[0], other.embeddings[0]];
  if (!first || !second || tierOf(first) !== tierOf(second)) return false;
  const [time, otherTime] = [timeIn(one.file), timeIn(other.file)];
  if (time !== null && otherTime !== null && Math.abs(time - otherTime) > APART_MS) return false;
  return alike(one.embeddings, other.embeddings);
}

/** Whether two are as alike as two parts of one passage. */
export function alike(one: Windows, other: Windows): boolean {
  return plainSpace.distance(meanPlace(one), meanPlace(other)) < ALIKE;
}

/** The time in the name of a file as recorders and clips write it, such as 20260501_100003 or 20260501T100003Z; null where there is none. */
function timeIn(file: string): number | null {
  const [, date, time] = /(\d{4}-?\d\d-?\d\d)[_T-]?(\d\d[-:]?\d\d[-:]?\d\d)/.exec(basename(file)) ?? [];
  if (!date || !time) return null;
  const [d, t] = [date, time].map((digits) => digits.replace(/\D/g, ''));
  const iso = `${d!.slice(0, 4)}-${d!.slice(4, 6)}-${d!.slice(6)}T${t!.slice(0, 2)}:${t!.slice(2, 4)}:${t!.slice(4)}Z`;
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
}
