import { z } from 'zod';
import { networkNames } from '../embedding/fusion.js';
import { badModel, type ModelFolder, readModelJson } from '../embedding/model-folder.js';
import { STATISTICS_ENCODER_FILE } from '../embedding/statistics-encoder.js';
import type { Judge } from './assessment.js';
import { BandStatisticsJudge } from './band-statistics-judge.js';
import { headSchema } from './head.js';
import { whitenedSpaceSchema } from './whitened-space.js';

/** Heads for each tier of bandwidth, in the encoder's order. */
export const headsSchema = z.object({
  tiers: z
    .array(z.object({ presence: headSchema, secondPresence: headSchema.optional(), size: headSchema }))
    .min(1),
});

/** How sure the heads may be, and when the answer is unknown. */
export const calibrationSchema = z.object({
  tiers: z
    .array(
      z.object({
        presenceTemperature: z.number().positive(),
        secondPresenceTemperature: z.number().positive().optional(),
        presenceShift: z.number().optional(),
        sizeTemperature: z.number().positive(),
      }),
    )
    .min(1),
  unknownZone: z.object({ leastProbability: z.number(), farthestDistance: z.number().positive() }),
});

/** The heads that the model is compared with, on the same embedding. */
export const baselineSchema = headsSchema.extend({ calibration: calibrationSchema });

const prototypesSchema = z.object({ tiers: z.array(whitenedSpaceSchema).min(1) });
const coordinatesSchema = z.object({ names: z.array(z.string()) });

type Heads = z.infer<typeof headsSchema>;
type Calibration = z.infer<typeof calibrationSchema>;
type Spaces = z.infer<typeof prototypesSchema>;

export type UnknownZoneParameters = Calibration['unknownZone'];

/** A judge with the zone in which its verdicts are `unknown`. */
export interface LoadedJudge extends Judge {
  unknownZone: UnknownZoneParameters;
}

/** Makes the judge of a model. Throws HullprintError (65) when heads, prototypes or calibration do not fit. */
export function loadJudge(folder: ModelFolder): LoadedJudge {
  return judgeOf(
    folder,
    readModelJson(folder, 'heads.json', headsSchema),
    readModelJson(folder, 'calibration.json', calibrationSchema),
    readModelJson(folder, 'prototypes.json', prototypesSchema),
  );
}

/** Makes the plain baseline that is stored beside the model: the same kind of heads on mean and spread of the levels. */
export function loadBaseline(folder: ModelFolder): LoadedJudge {
  const { calibration, ...heads } = readModelJson(folder, 'baseline.json', baselineSchema);
  return judgeOf(folder, heads, calibration, null);
}

function judgeOf(
  folder: ModelFolder,
  heads: Heads,
  calibration: Calibration,
  spaces: Spaces | null,
): LoadedJudge {
  const names = coordinatesOf(folder);
  const tiers = heads.tiers.map((tier, i) => {
    const temperatures = calibration.tiers[i];
    const space = spaces === null ? null : spaces.tiers[i];
    if (!temperatures || space === undefined) {
      throw badModel(folder.path, 'its heads, prototypes and calibration are of different tiers');
    }
    const inputs = [tier.presence, tier.secondPresence, tier.size, space].flatMap(
      (part) => part?.inputs ?? [],
    );
    const unknown = inputs.find((name) => !names.includes(name));
    if (unknown) throw badModel(folder.path, `its heads read ${unknown}, which its encoder does not give`);
    return { ...tier, ...temperatures, space };
  });
  const judge = new BandStatisticsJudge(names, tiers);
  return { assess: (embedding) => judge.assess(embedding), unknownZone: calibration.unknownZone };
}

/** Names of the embedding's coordinates but for the last, the number of the tier. */
export function coordinatesOf(folder: ModelFolder): string[] {
  const { names } = readModelJson(folder, STATISTICS_ENCODER_FILE, coordinatesSchema);
  return [...networkNames(folder.manifest.embeddingLength - names.length - 1), ...names];
}
