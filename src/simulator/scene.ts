import { hypot, square } from './elementary.js';
import type { Waveguide } from './propagation.js';
import type { Recorder } from './recorder.js';
import type { Sea } from './sea.js';
import type { Vessel } from './vessel.js';

/** A straight course at even speed: where the ship is at second 0 and how fast it goes east and north. */
export interface Track {
  eastM: number;
  northM: number;
  eastMS: number;
  northMS: number;
}

/** Who passes, for whoever asks by radio. */
export interface Identity {
  name: string;
  mmsi: number;
  /** Class of her AIS transponder; null: she has none. */
  transponder: 'class-a' | 'class-b' | null;
  courseDegrees: number;
}

export interface Passage {
  vessel: Vessel;
  track: Track;
  /** Training clips know no names. */
  identity?: Identity;
}

export interface Hydrophone {
  eastM: number;
  northM: number;
  depthM: number;
  recorder: Recorder;
}

/** All that sounds and all that listens: what the renderer turns into samples. */
export interface Scene {
  seed: string;
  sampleRateHz: number;
  durationSeconds: number;
  /** In which noise is shaped: see frameFormat. */
  frameSeconds: number;
  waveguide: Waveguide;
  sea: Sea;
  passages: Passage[];
  hydrophones: Hydrophone[];
}

export const KNOT_M_S = 1852 / 3600;

/** Horizontal distance to a point; never under 5 m, for a ship has an extent. */
export function rangeM(track: Track, seconds: number, point: { eastM: number; northM: number }): number {
  const eastM = track.eastM + track.eastMS * seconds - point.eastM;
  const northM = track.northM + track.northMS * seconds - point.northM;
  return Math.max(hypot(eastM, northM), 5);
}

/** When a ship is nearest to a point, seconds after the scene's start. */
export function closestApproach(track: Track, point: { eastM: number; northM: number }): number {
  const towards = (point.eastM - track.eastM) * track.eastMS + (point.northM - track.northM) * track.northMS;
  return towards / (square(track.eastMS) + square(track.northMS));
}

/** Received over sent frequency at a point. */
export function dopplerFactor(
  track: Track,
  seconds: number,
  point: { eastM: number; northM: number },
): number {
  const eastM = track.eastM + track.eastMS * seconds - point.eastM;
  const northM = track.northM + track.northMS * seconds - point.northM;
  const distanceM = Math.max(hypot(eastM, northM), 5);
  const recedingMS = (eastM * track.eastMS + northM * track.northMS) / distanceM;
  return 1 - recedingMS / 1500;
}
