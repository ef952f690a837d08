import type { ScenarioInput } from './scenario.js';

/**
 * A small harbour's approach: six ships in twenty minutes, big and small in turn with quiet between them, a shower
 * of rain and a pump ashore. Banks on either side of the channel keep what is beyond a kilometre out of hearing.
 */
const harbour: ScenarioInput = {
  seed: 'harbour',
  durationSeconds: 1200,
  depthM: 22,
  seabed: 'sand',
  shelter: { rangeM: 300, dbPerKm: 110 },
  ambient: { shipping: 0.2, windMS: 4, spreadDb: 1 },
  hydrophones: [
    { name: 'north', positionM: [0, 120], depthM: 19, humHz: 50 },
    { name: 'south', positionM: [0, -120], depthM: 17, lowCutHz: 10, dcOffset: 0.01 },
  ],
  passages: [
    {
      vesselType: 'tanker',
      lengthM: 180,
      speedKn: 11,
      closestApproachSeconds: 140,
      closestApproachM: 260,
      courseDegrees: 90,
      shaftHz: 1.55,
      bladeCount: 4,
      modulationDepth: 0.25,
    },
    {
      vesselType: 'recreational',
      lengthM: 9,
      speedKn: 18,
      closestApproachSeconds: 320,
      closestApproachM: 90,
      courseDegrees: 270,
      shaftHz: 19.5,
      bladeCount: 3,
      modulationDepth: 0.25,
    },
    {
      vesselType: 'passenger',
      lengthM: 150,
      speedKn: 14,
      closestApproachSeconds: 530,
      closestApproachM: 240,
      courseDegrees: 270,
      shaftHz: 2.3,
      bladeCount: 4,
      modulationDepth: 0.25,
    },
    {
      vesselType: 'fishing',
      lengthM: 16,
      speedKn: 8,
      closestApproachSeconds: 730,
      closestApproachM: 70,
      courseDegrees: 90,
      shaftHz: 6.4,
      bladeCount: 4,
      modulationDepth: 0.2,
    },
    {
      vesselType: 'container',
      lengthM: 220,
      speedKn: 13,
      closestApproachSeconds: 930,
      closestApproachM: 300,
      courseDegrees: 90,
      shaftHz: 1.3,
      bladeCount: 5,
      modulationDepth: 0.25,
    },
    {
      vesselType: 'recreational',
      lengthM: 7,
      speedKn: 22,
      closestApproachSeconds: 1110,
      closestApproachM: 60,
      courseDegrees: 90,
      shaftHz: 27,
      bladeCount: 3,
      modulationDepth: 0.2,
    },
  ],
  sounds: [
    { kind: 'shrimp', extraDb: -8 },
    { kind: 'rain', fromSeconds: 375, untilSeconds: 430, extraDb: -8 },
    { kind: 'pump', fromSeconds: 1010, untilSeconds: 1070, extraDb: -14 },
  ],
};

/** Ten minutes of sea without a ship. */
const quiet: ScenarioInput = {
  seed: 'quiet',
  durationSeconds: 600,
  depthM: 22,
  ambient: { shipping: 0.2, windMS: 4, spreadDb: 1 },
  hydrophones: [{ name: 'north', depthM: 19 }],
};

/** The scenes that come with hullprint, by name. */
export const SCENARIOS: Readonly<Record<string, ScenarioInput>> = { harbour, quiet };
