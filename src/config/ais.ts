import { z } from 'zod';

/** Where the hydrophones are, on WGS 84. */
export const positionConfig = z.strictObject({
  latitude: z.number().min(-90).max(90).describe('Degrees, north positive'),
  longitude: z.number().min(-180).max(180).describe('Degrees, east positive'),
});

/** A receiver of AIS that sends what it hears. */
export const aisConfig = z.strictObject({
  address: z
    .union([z.ipv4(), z.ipv6()], 'an IP address of this board')
    .default('127.0.0.1')
    .describe('Where to listen for AIVDM sentences over UDP; whoever can send there is believed'),
  port: z.int().min(0).max(65_535).default(10_110).describe('Port to listen at'),
  farthestM: z
    .number()
    .positive()
    .default(3000)
    .describe('Ships that pass farther off than this, m, are not held to be what was heard'),
});

export type AisConfig = z.infer<typeof aisConfig>;
export type PositionConfig = z.infer<typeof positionConfig>;
