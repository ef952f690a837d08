import { monotonicFactory } from 'ulid';

/** Gives the ids of a channel's passages: ULIDs of the time (UTC, ms, whole or not) at which they began, in order. */
export function passageIds(): (startMs: number) => string {
  const ulid = monotonicFactory();
  return (startMs) => ulid(Math.floor(startMs));
}
