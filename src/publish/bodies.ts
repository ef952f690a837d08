import type { PassageEvent, PassageState, UtcSpan } from '../decision/passage.js';
import type { Calibration, LevelFrame } from '../features/frames.js';
import { decidecadeOf, meanPowerDb, percentilesOf, splOf } from '../features/level-percentiles.js';
import type { ChannelState, EffortMessage, EventMessage, LevelsMessage, StateMessage } from './messages.js';
import type { Body } from './publisher.js';

/** What the events of one channel have in common. */
export interface Provenance {
  calibration: Calibration | null;
  model: string;
  classes: string;
  /** What was held of the recorder. */
  recorder: RecorderHeld;
  clockSynchronised: boolean;
  /** Where the passage can be heard, at the node's API. */
  clip: string | null;
  /** The ship that it was by AIS. */
  ais: EventMessage['ais'];
}

/** What a message tells of a recorder. */
export interface RecorderHeld {
  mode: 'estimated' | 'pinned' | 'off';
  tiltDbPerDecade: number;
  sdDbPerDecade: number | null;
  lowCutHz: number | null;
  revision: number;
}

export function eventBody(passage: PassageEvent, from: Provenance): Body<EventMessage> {
  const { evidence } = passage;
  return {
    id: passage.id,
    phase: passage.phase,
    start: iso(passage.startMs),
    end: isoOrNull(passage.endMs),
    size: passage.size,
    confidence: rounded(passage.confidence, 3),
    vesselClass: passage.vesselClass,
    nearest: passage.nearest.map(({ class: name, distance }) => ({
      class: name,
      distance: rounded(distance, 3),
    })),
    evidence: {
      spl: { db: finiteOrNull(evidence.splDb), reference: referenceOf(from.calibration) },
      closestApproach: isoOrNull(evidence.closestApproachMs),
      shaftHz: evidence.shaftHz && rounded(evidence.shaftHz, 3),
      bladeCount: evidence.bladeCount,
      bladeRateHz: evidence.bladeRateHz && rounded(evidence.bladeRateHz, 3),
      snrDb: finiteOrNull(evidence.snrDb),
      windows: evidence.windows,
      recorder: recorderBody(from.recorder),
    },
    model: from.model,
    classes: from.classes,
    clip: from.clip,
    ais: from.ais,
    clockSynchronised: from.clockSynchronised,
  };
}

/** @param sinceMs when state and size became these */
export function stateBody(
  state: ChannelState,
  { verdict, vesselClass, passage }: PassageState,
  sinceMs: number,
): Body<StateMessage> {
  const listening = state === 'listening';
  return {
    state,
    size: listening ? verdict.size : null,
    confidence: listening ? rounded(verdict.confidence, 3) : null,
    vesselClass: listening ? vesselClass : null,
    passage,
    since: iso(sinceMs),
  };
}

/** @param frames at least one; `centreHz`: centres of their decidecades */
export function levelsBody(
  span: UtcSpan,
  frames: readonly LevelFrame[],
  centreHz: readonly number[],
  calibration: Calibration | null,
): Body<LevelsMessage> {
  const spl = splOf(frames);
  const splDb = finiteOrNull(meanPowerDb(spl));
  const { l10, l50, l90 } = percentilesOf(spl);
  return {
    start: iso(span.startMs),
    end: iso(span.endMs),
    reference: referenceOf(calibration),
    splDb,
    decidecades: {
      centreHz: centreHz.map((hz) => rounded(hz, 3)),
      levelDb: centreHz.map((_, band) => finiteOrNull(meanPowerDb(decidecadeOf(frames, band)))),
    },
    // An acoustician's L10 is exceeded for a tenth of the time: the 90th percentile.
    percentiles: {
      p10: finiteOrNull(l90),
      p50: finiteOrNull(l50),
      p90: finiteOrNull(l10),
    },
  };
}

export function effortBody(
  span: UtcSpan,
  secondsHeard: number,
  gaps: readonly { startMs: number; seconds: number; reason: EffortMessage['gaps'][number]['reason'] }[],
): Body<EffortMessage> {
  return {
    start: iso(span.startMs),
    end: iso(span.endMs),
    secondsHeard: rounded(secondsHeard, 3),
    gaps: gaps.map(({ startMs, seconds, reason }) => ({
      start: iso(startMs),
      seconds: rounded(seconds, 3),
      reason,
    })),
  };
}

/** Unrounded, so that the same sound can be judged again with just what an event tells. */
export function recorderBody({ mode, tiltDbPerDecade, sdDbPerDecade, lowCutHz, revision }: RecorderHeld) {
  return { mode, tiltDbPerDecade, sdDbPerDecade, lowCutHz, revision };
}

export function referenceOf(calibration: Calibration | null): LevelsMessage['reference'] {
  return calibration ? '1 µPa' : 'full scale';
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}

function iso(ms: number): string {
  return new Date(Math.round(ms)).toISOString();
}

/** Digital silence has no level. */
function finiteOrNull(db: number): number | null {
  return Number.isFinite(db) ? rounded(db, 2) : null;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
