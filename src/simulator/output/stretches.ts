import type { Scene } from '../scene.js';
import { steadySnrDb } from '../scene-truth.js';
import { HEARD_SHARE, heardShare } from '../snr.js';

/** A stretch of a scene in which one ship alone is heard, or none. */
export interface Stretch {
  fromSeconds: number;
  untilSeconds: number;
  /** Place of the ship among the scene's passages; null for none. */
  passage: number | null;
}

const STEP_SECONDS = 5;
const SHORTEST_SECONDS = 10;

/**
 * The recordings that a data set can take from what a hydrophone hears, in time order, to 5 s: of each passage the
 * longest stretch from when it is first heard until it is last heard in which no other ship stands out in any band,
 * and every stretch of sea in which no ship does.
 */
export function labelledStretches(scene: Scene, channel: number): Stretch[] {
  const steps = Math.floor(scene.durationSeconds / STEP_SECONDS);
  const shares = scene.passages.map((passage) =>
    Array.from({ length: steps }, (_, step) =>
      heardShare(steadySnrDb(scene, passage, channel, (step + 0.5) * STEP_SECONDS)),
    ),
  );
  const stretches = shares.flatMap((share, passage) => {
    const first = share.findIndex((value) => value > HEARD_SHARE);
    const last = share.findLastIndex((value) => value > HEARD_SHARE);
    const alone = (step: number) =>
      step >= first && step <= last && shares.every((other, i) => i === passage || other[step] === 0);
    const longest = runs(steps, alone).sort((a, b) => b.length - a.length)[0];
    return first >= 0 && longest ? [{ ...longest, passage: passage as number | null }] : [];
  });
  const empty = runs(steps, (step) => shares.every((share) => share[step] === 0));
  return [...stretches, ...empty.map((run) => ({ ...run, passage: null }))]
    .map(({ first, length, passage }) => ({
      fromSeconds: first * STEP_SECONDS,
      untilSeconds: (first + length) * STEP_SECONDS,
      passage,
    }))
    .filter(({ fromSeconds, untilSeconds }) => untilSeconds - fromSeconds >= SHORTEST_SECONDS)
    .sort((a, b) => a.fromSeconds - b.fromSeconds);
}

/** The unbroken rows of steps that fulfil a condition. */
function runs(steps: number, fulfilled: (step: number) => boolean): { first: number; length: number }[] {
  const found: { first: number; length: number }[] = [];
  for (let step = 0; step < steps; step++) {
    if (!fulfilled(step)) continue;
    const run = found.at(-1);
    if (run && run.first + run.length === step) run.length++;
    else found.push({ first: step, length: 1 });
  }
  return found;
}
