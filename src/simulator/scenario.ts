import { z } from 'zod';
import { SEA_SOUNDS, type SeaSoundKind } from './sea.js';
import { VESSEL_TYPES } from './source-level.js';

const position = z
  .tuple([z.number(), z.number()])
  .describe('Metres east and north of the middle of the scene');

const hydrophone = z.strictObject({
  name: z.string().min(1),
  positionM: position.default([0, 0]),
  depthM: z.number().positive(),
  fullScaleDb: z.number().default(165).describe('Pressure of a sample of 1, dB re 1 µPa'),
  lowCutHz: z
    .number()
    .nonnegative()
    .default(5)
    .describe('Corner of the recorder’s low-cut, 6 dB/octave; 0: none'),
  selfNoiseDb: z.number().default(30).describe('Noise of the recorder, dB re 1 µPa²/Hz'),
  humHz: z.number().positive().optional().describe('Mains frequency, where it gets in'),
  dcOffset: z.number().min(-1).max(1).default(0).describe('Share of full scale'),
});

const sound = z.strictObject({
  kind: z.enum(Object.keys(SEA_SOUNDS) as [SeaSoundKind, ...SeaSoundKind[]]),
  fromSeconds: z.number().nonnegative().default(0),
  untilSeconds: z.number().positive().optional().describe('The end of the scene unless given'),
  extraDb: z.number().default(0).describe('Louder or softer than drawn'),
});

const passage = z.strictObject({
  vesselType: z.enum(VESSEL_TYPES),
  lengthM: z.number().positive().optional(),
  speedKn: z.number().positive().optional(),
  closestApproachSeconds: z.number().describe('When the ship is nearest to the middle of the scene'),
  closestApproachM: z.number().positive().describe('How near it then is'),
  courseDegrees: z.number().min(0).max(360).default(90).describe('0 is north; the middle lies to port'),
  shaftHz: z.number().positive().optional(),
  bladeCount: z.int().min(2).max(8).optional(),
  modulationDepth: z
    .number()
    .min(0)
    .max(0.7)
    .optional()
    .describe('Standard deviation over mean of the cavitation’s envelope'),
  knocks: z.boolean().optional(),
});

/** A scene in a person's terms. What is not said about a ship is drawn from the seed. */
export const scenarioSchema = z.strictObject({
  seed: z.union([z.string(), z.number()]).default('hullprint'),
  durationSeconds: z.number().positive(),
  sampleRateHz: z.int().min(8000).max(96_000).default(32_000),
  depthM: z.number().min(3).max(5000).default(25),
  seabed: z.enum(['mud', 'sand', 'gravel']).default('sand'),
  shelter: z
    .strictObject({ rangeM: z.number().nonnegative(), dbPerKm: z.number().nonnegative() })
    .optional()
    .describe('Banks or breakwaters: beyond the range sound loses that much more'),
  ambient: z
    .strictObject({
      shipping: z.number().min(0).max(1).default(0.3).describe('Density of distant shipping'),
      windMS: z.number().min(0).max(40).default(4),
      spreadDb: z.number().nonnegative().default(0).describe('Ripple about Wenz’s curves'),
    })
    .prefault({}),
  sounds: z.array(sound).default([]),
  hydrophones: z.array(hydrophone).min(1).max(16),
  passages: z.array(passage).default([]),
});

export type Scenario = z.infer<typeof scenarioSchema>;
/** A scenario as people write it, defaults left out. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
