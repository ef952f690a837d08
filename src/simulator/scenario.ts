import { z } from 'zod';
import { SEA_SOUNDS, type SeaSoundKind } from './sea.js';
import { VESSEL_TYPES } from './source-level.js';

const position = z
  .tuple([z.number(), z.number()])
  .describe('Metres east and north of the middle of the scene');

const seed = z.union([z.string(), z.number()]);

/** A described recorder, as far as nothing else is said of it. */
export const USUAL_RECORDER = { lowCutHz: 5, selfNoiseDb: 30, humHz: undefined, dcOffset: 0 };

/** The longest ship there was had 458 m; faster than this go racing boats alone. */
const LONGEST_M = 460;
const FASTEST_KN = 70;

const describedHydrophone = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/, 'letters, digits, dots, dashes and underscores alone'),
  positionM: position.default([0, 0]),
  depthM: z.number().positive(),
  recorder: z
    .enum(['described', 'drawn'])
    .default('described')
    .describe(
      'drawn: response, noise, hum and offset come from the seed of the hydrophones, and gain and dropouts unless given',
    ),
  fullScaleDb: z
    .number()
    .optional()
    .describe('Pressure of a sample of 1, dB re 1 µPa; 165 unless given or drawn'),
  lowCutHz: z
    .number()
    .nonnegative()
    .optional()
    .describe('Corner of the recorder’s low-cut, 6 dB/octave; 0: none; 5 unless given or drawn'),
  selfNoiseDb: z
    .number()
    .optional()
    .describe('Noise of the recorder, dB re 1 µPa²/Hz; 30 unless given or drawn'),
  humHz: z.number().positive().optional().describe('Mains frequency, where it gets in'),
  dcOffset: z.number().min(-1).max(1).optional().describe('Share of full scale; 0 unless given or drawn'),
  dropouts: z
    .strictObject({ perHour: z.number().positive(), meanSeconds: z.number().positive().default(0.2) })
    .optional()
    .describe('Lost stretches, filled with zeros'),
});

const hydrophone = describedHydrophone.superRefine((wishes, context) => {
  if (wishes.recorder !== 'drawn') return;
  // Earlier releases wrote the usual values into scenario.json beside a drawn one too.
  const fields = Object.keys(USUAL_RECORDER) as (keyof typeof USUAL_RECORDER)[];
  const given = fields.filter((field) => ![undefined, USUAL_RECORDER[field]].includes(wishes[field]));
  if (given.length === 0) return;
  context.addIssue({
    code: 'custom',
    path: ['recorder'],
    message: `drawn leaves no room for ${given.join(', ')}: leave one or the other out`,
  });
});

const sound = z.strictObject({
  kind: z.enum(Object.keys(SEA_SOUNDS) as [SeaSoundKind, ...SeaSoundKind[]]),
  fromSeconds: z.number().nonnegative().default(0),
  untilSeconds: z.number().positive().optional().describe('The end of the scene unless given'),
  extraDb: z.number().default(0).describe('Louder or softer than drawn'),
});

const passage = z.strictObject({
  name: z.string().min(1).max(20).optional().describe('The same name and fleet mean the same ship'),
  ais: z.enum(['class-a', 'class-b', 'none']).optional().describe('As usual for such a ship unless given'),
  vesselType: z.enum(VESSEL_TYPES),
  lengthM: z.number().min(2).max(LONGEST_M).optional(),
  speedKn: z.number().positive().max(FASTEST_KN).optional(),
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

const scene = z.strictObject({
  seed: seed.default('hullprint'),
  seeds: z
    .strictObject({
      fleet: seed.optional(),
      site: seed.optional(),
      hydrophone: seed.optional(),
      sea: seed.optional(),
    })
    .prefault({})
    .describe('Of single parts, so that other scenes can have the same ships, site, recorders or sea'),
  start: z.iso.datetime().default('2026-01-01T00:00:00Z').describe('UTC of the first sample'),
  middleDegrees: z
    .tuple([z.number().min(-80).max(80), z.number().min(-180).max(180)])
    .default([54.1, 7.9])
    .describe('Latitude and longitude of the middle of the scene'),
  durationSeconds: z.number().positive(),
  sampleRateHz: z.int().min(8000).max(96_000).default(32_000),
  depthM: z.number().min(3).max(5000).default(25),
  seabed: z
    .enum(['mud', 'sand', 'gravel', 'drawn'])
    .default('sand')
    .describe('drawn: from the seed of the site'),
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
  hydrophones: z
    .array(hydrophone)
    .min(1)
    .max(16)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'two have the same name'),
  passages: z.array(passage).default([]),
});

/** A scene in a person's terms. What is not said about a ship is drawn from the seed. */
export const scenarioSchema = scene.superRefine(({ depthM, hydrophones }, context) => {
  for (const [index, { name, depthM: ownM }] of hydrophones.entries()) {
    if (ownM < depthM) continue;
    context.addIssue({
      code: 'custom',
      path: ['hydrophones', index, 'depthM'],
      message: `${name} at ${ownM} m must lie above the seabed, which is at ${depthM} m (depthM)`,
    });
  }
});

export type Scenario = z.infer<typeof scenarioSchema>;
/** A scenario as people write it, defaults left out. */
export type ScenarioInput = z.input<typeof scenarioSchema>;

/** The seed of each part: its own, or that of the scene. */
export function partSeeds({ seed, seeds }: Scenario): Record<keyof Scenario['seeds'], string | number> {
  const { fleet = seed, site = seed, hydrophone = seed, sea = seed } = seeds;
  return { fleet, site, hydrophone, sea };
}
