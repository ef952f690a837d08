import { pathOf, receivedLevelDb } from './received-path.js';
import { closestApproach, type Passage, rangeM, type Scene } from './scene.js';
import { HEARD_SHARE, heardShare } from './snr.js';
import type { VesselType } from './source-level.js';
import type { Spectrum } from './spectrum.js';
import type { VesselSize } from './vessel-classes.js';

/** What really passes, as one hydrophone could hear it; times in seconds of the scene. */
export interface PassageTruth {
  vesselType: VesselType;
  size: VesselSize;
  lengthM: number;
  speedKn: number;
  shaftHz: number;
  bladeCount: number;
  closestApproachSeconds: number;
  closestApproachM: number;
  /** When the ship stands 3 dB over the steady background in 30 % of the bands from 40 Hz to 5.5 kHz; null: never. */
  audibleFromSeconds: number | null;
  audibleUntilSeconds: number | null;
}

const STEP_SECONDS = 5;

/** The passages of a scene in order, as the hydrophone `channel` hears them, to 5 s. */
export function sceneTruth(scene: Scene, channel: number): PassageTruth[] {
  return scene.passages
    .map((passage) => passageTruth(scene, passage, channel))
    .sort((a, b) => a.closestApproachSeconds - b.closestApproachSeconds);
}

function passageTruth(scene: Scene, passage: Passage, channel: number): PassageTruth {
  const { vessel, track } = passage;
  const hydrophone = scene.hydrophones[channel]!;
  const closestApproachSeconds = closestApproach(track, hydrophone);
  const heard = (seconds: number) => heardShare(steadySnrDb(scene, passage, channel, seconds)) > HEARD_SHARE;
  return {
    vesselType: vessel.vesselType,
    size: vessel.size,
    lengthM: vessel.lengthM,
    speedKn: vessel.speedKn,
    shaftHz: vessel.shaftHz,
    bladeCount: vessel.bladeCount,
    closestApproachSeconds,
    closestApproachM: rangeM(track, closestApproachSeconds, hydrophone),
    audibleFromSeconds: lastHeard(closestApproachSeconds, -STEP_SECONDS, scene.durationSeconds, heard),
    audibleUntilSeconds: lastHeard(closestApproachSeconds, STEP_SECONDS, scene.durationSeconds, heard),
  };
}

/** Walks from the closest approach until the ship is lost or the scene ends. */
function lastHeard(
  fromSeconds: number,
  step: number,
  durationSeconds: number,
  heard: (seconds: number) => boolean,
): number | null {
  const start = Math.min(Math.max(fromSeconds, 0), durationSeconds);
  if (!heard(start)) return null;
  let last = start;
  while (last + step >= 0 && last + step <= durationSeconds && heard(last + step)) last += step;
  return last;
}

/** Over the steady background, in dB on the grid. */
export function steadySnrDb(scene: Scene, passage: Passage, channel: number, seconds: number): Spectrum {
  const { waveguide, sea, sampleRateHz, hydrophones } = scene;
  const path = pathOf(passage, hydrophones[channel]!, seconds);
  const level = receivedLevelDb(waveguide, passage.vessel, path, sampleRateHz / 2);
  return level.map((received, i) => received - sea.backgroundDb[i]!);
}
