/**
 * What a node says over MQTT, schema 1: zod schemas and the types read off them. Also the package entry
 * `hullprint/messages`, so nothing but zod is imported here.
 *
 * Times are UTC in ISO 8601, frequencies Hz, levels dB re 1 µPa (ISO 18405) unless marked `full scale`.
 * Within schema 1 fields may be added, never changed or taken away: read what you know, ignore the rest.
 */
import { z } from 'zod';

export const SCHEMA = 1;

const time = z.iso.datetime({ precision: 3 });
const probability = z.number().min(0).max(1);
const count = z.int().min(0);
const identity = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const levelDb = z
  .number()
  .nullable()
  .describe('`null` stands for no power at all: digital silence has no level');
const reference = z
  .enum(['1 µPa', 'full scale'])
  .describe('Uncalibrated channels are given re full scale: a full-scale sine is −3 dB');

const fromNode = { schema: z.literal(SCHEMA), node: z.string() };
const fromChannel = { ...fromNode, channel: z.string() };
const replayed = z
  .boolean()
  .describe('Sent again after an outage, or after a crash that hid whether the broker had it');

const vesselClass = z.object({ name: z.string(), confidence: probability });

/** What is held of the response of hydrophone and recorder, and taken off before the verdict. */
const recorder = z.object({
  mode: z
    .enum(['estimated', 'pinned', 'off'])
    .describe('From what the channel hears, as its configuration says, or not at all'),
  tiltDbPerDecade: z
    .number()
    .describe('How the response is held to rise, dB a decade: taken off before the verdict'),
  sdDbPerDecade: z
    .number()
    .min(0)
    .nullable()
    .describe(
      'Standard deviation of the tilt; `null` where it is not estimated, or too little has been heard',
    ),
  lowCutHz: z
    .number()
    .positive()
    .nullable()
    .describe('Corner of a steep low-cut, Hz; `null` where there is none'),
  revision: count.describe('How often it has changed; never within a passage'),
});

/** `…/status`, retained, as plain text. `offline` is the last will. */
export const statusMessage = z.enum(['online', 'offline']);
export type StatusMessage = z.infer<typeof statusMessage>;

/** `…/<channel>/event`: a passage. A message that equals an earlier one but for `replayed` is a repeat. */
export const eventMessage = z.object({
  ...fromChannel,
  id: z.ulid().describe('One passage keeps one ULID from `new` to `end`, whatever crashes in between'),
  phase: z.enum(['new', 'update', 'end']),
  start: time,
  end: time.nullable(),
  size: z.enum(['big', 'small', 'unknown']),
  confidence: probability,
  vesselClass: vesselClass.nullable(),
  nearest: z
    .array(z.object({ class: z.string(), distance: z.number().min(0) }))
    .describe('Nearest prototypes first; of enrolled classes the eight nearest of each window'),
  evidence: z.object({
    spl: z.object({ db: levelDb, reference }),
    closestApproach: time.nullable(),
    shaftHz: z.number().positive().nullable(),
    bladeCount: z.int().positive().nullable(),
    bladeRateHz: z.number().positive().nullable(),
    snrDb: levelDb,
    windows: count.describe('Analysis windows that the verdict rests on'),
    recorder: recorder.describe('What was held of the recorder, and taken off before the verdict'),
  }),
  model: identity,
  classes: identity,
  clip: z.string().nullable().describe("Path at the node's API"),
  ais: z
    .object({
      mmsi: count,
      name: z.string().nullable(),
      lengthM: z.number().positive().nullable(),
      type: count.nullable().describe('Kind of vessel and cargo, ITU-R M.1371 table 53'),
      rangeM: z.number().min(0).describe('At her closest approach, m'),
    })
    .nullable()
    .describe('The one ship whose closest approach matches the loudest moment, in time and range'),
  clockSynchronised: z.boolean(),
  clockCorrectionSeconds: z
    .number()
    .optional()
    .describe(
      'Said again when the clock was synchronised: this was added to the times that were said before',
    ),
  replayed,
});
export type EventMessage = z.infer<typeof eventMessage>;

export const channelState = z.enum(['starting', 'listening', 'resting', 'unavailable', 'stopped']);
export type ChannelState = z.infer<typeof channelState>;

/** `…/<channel>/state`, retained: the verdict now. */
export const stateMessage = z.object({
  ...fromChannel,
  state: channelState,
  size: z
    .enum(['big', 'small', 'unknown', 'none'])
    .nullable()
    .describe('`null` while the channel does not listen'),
  confidence: probability.nullable(),
  vesselClass: vesselClass.nullable(),
  passage: z.ulid().nullable().describe('Id of the open passage'),
  since: time.describe('Since when state and size are these'),
});
export type StateMessage = z.infer<typeof stateMessage>;

/** `…/<channel>/levels`: levels of ten seconds, not repeated after an outage unless the node is told to keep them. */
export const levelsMessage = z.object({
  ...fromChannel,
  start: time,
  end: time,
  reference,
  splDb: levelDb.describe('Broadband, energy mean over the span'),
  decidecades: z
    .object({ centreHz: z.array(z.number().positive()), levelDb: z.array(levelDb) })
    .describe(
      'Decidecade bands (IEC 61260-1, base 10); `levelDb[i]` belongs to the band around `centreHz[i]`',
    ),
  percentiles: z
    .object({ p10: levelDb, p50: levelDb, p90: levelDb })
    .describe('Percentiles of the one-second broadband levels: `p90` is exceeded a tenth of the time'),
});
export type LevelsMessage = z.infer<typeof levelsMessage>;

export const gapReason = z.enum(['overflow', 'device-lost', 'restart', 'hang', 'clock-step', 'duty-cycle']);

/** `…/<channel>/effort`: what was really listened to. */
export const effortMessage = z.object({
  ...fromChannel,
  start: time,
  end: time,
  secondsHeard: z.number().min(0),
  gaps: z.array(z.object({ start: time, seconds: z.number().min(0), reason: gapReason })),
  replayed,
});
export type EffortMessage = z.infer<typeof effortMessage>;

export const hydrophoneProblem = z.enum(['non-finite', 'dead', 'flat-line', 'clipping', 'dc', 'hum']);

const channelHealth = z.object({
  channel: z.string(),
  source: z.string(),
  state: channelState,
  reason: z.string().nullable().describe('Why it does not listen, or until when it rests'),
  lastSample: time.nullable(),
  gaps: count.describe('Since start'),
  missingSeconds: z.number().min(0).describe('Lost since start; the rests of a duty cycle are not'),
  overflows: count,
  problems: z.array(hydrophoneProblem).describe('What is wrong with the hydrophone now'),
  clippedFraction: probability.describe('Share of the latest samples at full scale'),
  flatLine: z.boolean(),
  dcOffset: z.number().nullable().describe('Mean of the latest samples re full scale'),
  humDb: z.number().nullable().describe('Mains hum above its neighbourhood'),
  driftPpm: z.number().nullable().describe("The converter's clock against the system's; positive runs fast"),
  backgroundShiftDb: z
    .number()
    .min(0)
    .nullable()
    .describe(
      'How the quiet sea of the last fortnight differs from that of the eight weeks before, mean over the bands, dB: from 3 on it has moved; `null` where too little was heard',
    ),
  recorder: recorder
    .extend({
      since: time.nullable().describe('When it became so'),
      passages: count.describe('Gathered to learn from'),
      clips: count.describe('Windows without a ship, gathered to learn from'),
    })
    .describe('What is held of the recorder, and how much has been gathered to learn from (SITE.md)'),
});

const byKind = z.object({ event: count, effort: count, levels: count });

/** `…/health`, retained, each 30 s. */
export const healthMessage = z.object({
  ...fromNode,
  time,
  uptimeSeconds: z.number().min(0),
  channels: z.array(channelHealth),
  classes: z
    .array(
      z.object({
        name: z.string(),
        earlier: z.number().min(0).nullable(),
        latest: z.number().min(0).nullable(),
        moved: z.boolean().describe('Farther off than chance explains: teach it anew'),
      }),
    )
    .describe(
      'Median distance of the first passages of each class since it was taught, and of the latest ones; `null` before there are thirty',
    ),
  outbox: z
    .object({ rows: count, bytes: count, oldest: time.nullable(), dropped: byKind })
    .describe(
      'What waits for the broker, and what was given up: for want of room since the database was made, levels for want of a connection since start',
    ),
  broker: z.object({ connections: count, lastError: z.string().nullable() }),
  clock: z.object({ synchronised: z.boolean(), offsetMs: z.number().nullable() }),
  memory: z.object({ rssBytes: count, heapUsedBytes: count }),
  inference: z
    .object({ count, medianMs: z.number().nullable(), maxMs: z.number().nullable() })
    .describe('Forward passes since the last health message'),
});
export type HealthMessage = z.infer<typeof healthMessage>;

/** `…/info`, retained: what this node is. */
export const infoMessage = z.object({
  ...fromNode,
  time,
  versions: z.object({ hullprint: z.string(), nodejs: z.string() }).catchall(z.string()),
  model: z.object({ name: z.string(), version: z.string(), identity }),
  backend: z
    .object({ name: z.string(), device: z.string(), kind: z.enum(['cpu', 'gpu']) })
    .describe('What really computes'),
  channels: z.array(
    z.object({
      channel: z.string(),
      source: z.string(),
      reference,
      /** dB re 1 V/µPa, dB, and the voltage at the converter that gives a sample of 1. */
      calibration: z
        .object({ sensitivityDb: z.number(), gainDb: z.number(), fullScaleVolts: z.number().positive() })
        .nullable(),
    }),
  ),
  classes: z.object({ identity, names: z.array(z.string()) }).describe('Vessel classes enrolled here'),
  url: z.url().nullable().describe("Of the node's API"),
});
export type InfoMessage = z.infer<typeof infoMessage>;

/** Every payload by the name of its topic's last level. */
export const messages = {
  status: statusMessage,
  info: infoMessage,
  health: healthMessage,
  event: eventMessage,
  state: stateMessage,
  levels: levelsMessage,
  effort: effortMessage,
} as const;
