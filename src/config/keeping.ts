import { z } from 'zod';

/** What the configuration says of what a node keeps. */
export const historyConfig = z.strictObject({
  keepYears: z
    .number()
    .positive()
    .default(10)
    .describe('How long passages, levels by minute and effort are kept: some 85 MB a channel and year'),
});

export const clipsConfig = z.strictObject({
  enabled: z.boolean().default(true).describe('Keep the sound of each passage'),
  preRollSeconds: z.number().min(0).max(60).default(15).describe('How long before the passage a clip begins'),
  maxSeconds: z.number().positive().max(3600).default(600).describe('How long a clip gets at most'),
  maxAgeDays: z.number().positive().default(90).describe('Older clips go'),
  maxMegabytes: z
    .number()
    .positive()
    .default(8192)
    .describe('Room for clips, MB; the oldest go first, those that somebody has judged last'),
  freeDiskMegabytes: z
    .number()
    .min(0)
    .default(1024)
    .describe('Free disk, MB, that clips leave to everything else: with less than this none is written'),
});

export type KeepingConfig = { history: z.infer<typeof historyConfig>; clips: z.infer<typeof clipsConfig> };
