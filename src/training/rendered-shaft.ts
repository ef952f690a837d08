import { DemonAccumulator, type DemonSpectrum } from '../features/demon.js';
import { FeatureExtractor } from '../features/extractor.js';
import type { Features } from '../features/frames.js';
import { composeScene } from '../simulator/compose-scene.js';
import { Random } from '../simulator/random.js';
import { scenarioSchema } from '../simulator/scenario.js';
import { SceneRenderer } from '../simulator/scene-renderer.js';
import type { VesselType } from '../simulator/source-level.js';
import { PARTICULARS, type Range } from '../simulator/vessel-classes.js';

/** Ships whose shafts are drawn between what their class turns at and what the picker searches, less a margin. */
export interface ShaftFleet {
  vesselTypes: readonly VesselType[];
  shaftHz: Range;
}

export const SHIPS: ShaftFleet = {
  vesselTypes: ['bulker', 'container', 'tanker', 'vehicle-carrier', 'cruise', 'passenger', 'tug', 'fishing'],
  shaftHz: [0.75, 7],
};
export const FAST_CRAFT: ShaftFleet = {
  vesselTypes: ['tug', 'fishing', 'recreational', 'other', 'government'],
  shaftHz: [7, 19.5],
};

export interface RenderedShaft {
  seed: string;
  vesselType: VesselType;
  /** As heard: mean over the passage, Doppler included. */
  shaftHz: number;
  bladeCount: number;
  lowestSnrDb: number;
  spectrum: DemonSpectrum;
}

export const PASSAGE_SECONDS = 60;
const RATE_HZ = 16_000;

const LEAST_SNR_DB = 6;

/** Renders passages, seeds `<set>0`, `<set>1` and so on, until `count` of them were above 6 dB throughout. */
export function renderShafts(fleet: ShaftFleet, set: string, count: number): RenderedShaft[] {
  const heard: RenderedShaft[] = [];
  for (let index = 0; heard.length < count; index++) {
    const one = renderShaft(fleet, `${set}${index}`);
    if (one.lowestSnrDb > LEAST_SNR_DB) heard.push(one);
  }
  return heard;
}

/** Renders a minute about the closest approach of a cavitating ship: what is true of it and its DEMON spectrum. */
function renderShaft(fleet: ShaftFleet, seed: string): RenderedShaft {
  const random = new Random(`demon study/${seed}`);
  const vesselType = random.choice(fleet.vesselTypes);
  const { shaftRpm, blades, speedKn } = PARTICULARS[vesselType];
  const shaftHz = random.uniform(
    Math.max(shaftRpm[0] / 60, fleet.shaftHz[0]),
    Math.min(shaftRpm[1] / 60, fleet.shaftHz[1]),
  );
  const bladeCount = random.integer(...blades);
  const scenario = scenarioSchema.parse({
    seed: `demon ${seed}`,
    durationSeconds: PASSAGE_SECONDS,
    sampleRateHz: RATE_HZ,
    depthM: 40,
    hydrophones: [{ name: 'one', depthM: 35 }],
    passages: [
      {
        vesselType,
        shaftHz,
        bladeCount,
        speedKn: speedKn[0] + random.uniform(0.5, 1) * (speedKn[1] - speedKn[0]),
        closestApproachSeconds: PASSAGE_SECONDS / 2,
        closestApproachM: random.logUniform(60, 400),
        courseDegrees: random.uniform(0, 360),
        modulationDepth: random.uniform(0.15, 0.25),
      },
    ],
  });
  return { seed, vesselType, bladeCount, ...listen(new SceneRenderer(composeScene(scenario))) };
}

function listen(renderer: SceneRenderer) {
  const demon = new DemonAccumulator();
  const extractor = new FeatureExtractor({ sampleRateHz: RATE_HZ, calibration: null, compression: 'log' });
  const take = (features: Features) => {
    if (features.type === 'demon') demon.add(features.demon);
  };
  let shaftHz = 0;
  let lowestSnrDb = Number.POSITIVE_INFINITY;
  for (let second = 0; second < PASSAGE_SECONDS; second++) {
    extractor.push(renderer.read(RATE_HZ)[0]!, take);
    const [ship] = renderer.hearing(0);
    shaftHz += (ship!.shaftHz * ship!.doppler) / PASSAGE_SECONDS;
    lowestSnrDb = Math.min(lowestSnrDb, ship!.snrDb ?? Number.NEGATIVE_INFINITY);
  }
  extractor.end(take);
  return { shaftHz, lowestSnrDb, spectrum: demon.spectrum()! };
}
