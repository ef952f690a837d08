import type { Waveguide } from '../../src/simulator/propagation.js';
import { Random } from '../../src/simulator/random.js';
import type { Passage, Scene } from '../../src/simulator/scene.js';
import { formulaBackground } from '../../src/simulator/sea.js';
import { spectrum } from '../../src/simulator/spectrum.js';
import { drawVessel, type Vessel, type VesselWishes } from '../../src/simulator/vessel.js';

export const calmSea = { shipping: 0.5, windMS: 5 };
export const FULL_SCALE_DB = 170;

export const sandyShelf: Waveguide = {
  depthM: 40,
  seabedSpeedMS: 1650,
  seabedDensityRatio: 1.7,
  seabedAttenuationDbPerWavelength: 0.5,
  surfaceRoughnessM: 0.2,
  blurPoints: 3,
};

/** One perfect hydrophone in a calm sea. */
export function plainScene(changes: Partial<Scene> = {}): Scene {
  return {
    seed: 'plain',
    sampleRateHz: 16_000,
    durationSeconds: 10,
    frameSeconds: 0.256,
    waveguide: sandyShelf,
    sea: { backgroundDb: formulaBackground(calmSea), sounds: [] },
    passages: [],
    hydrophones: [
      {
        eastM: 0,
        northM: 0,
        depthM: 35,
        recorder: {
          responseDb: spectrum(() => 0),
          selfNoiseDb: spectrum(() => -40),
          hum: [],
          fullScaleDb: FULL_SCALE_DB,
          dcOffset: 0,
        },
      },
    ],
    ...changes,
  };
}

export function plainVessel(wishes: VesselWishes, changes: Partial<Vessel> = {}): Vessel {
  const drawn = drawVessel(new Random('vessel'), { knocks: false, levelSpreadDb: 0, ...wishes });
  return { ...drawn, modulatedAboveHz: 0, ...changes };
}

/** A ship that stays where it is. */
export function anchored(vessel: Vessel, rangeM: number): Passage {
  return { vessel, track: { eastM: rangeM, northM: 0, eastMS: 1e-6, northMS: 0 } };
}
