import type {
  EffortMessage,
  EventMessage,
  InfoMessage,
  LevelsMessage,
  StateMessage,
} from '../../src/publish/messages.js';
import type { Body, HealthBody } from '../../src/publish/publisher.js';

const identity = `sha256:${'0123456789abcdef'.repeat(4)}`;
const time = '2026-05-01T10:00:03.120Z';

const recorder = {
  mode: 'estimated',
  tiltDbPerDecade: 2.35,
  sdDbPerDecade: 2.3,
  lowCutHz: null,
  revision: 3,
} as const;

/** One believable body of every message, for tests. */
export const event: Body<EventMessage> = {
  id: '01JTZ8E3V0N2QJ4W8X6YB7C9DA',
  phase: 'new',
  start: time,
  end: null,
  size: 'big',
  confidence: 0.93,
  vesselClass: { name: 'pilot-boat', confidence: 0.71 },
  nearest: [{ class: 'pilot-boat', distance: 0.41 }],
  evidence: {
    spl: { db: 118.2, reference: '1 µPa' },
    closestApproach: null,
    shaftHz: 2.1,
    bladeCount: 4,
    bladeRateHz: 8.4,
    snrDb: 12,
    windows: 41,
    recorder,
  },
  model: identity,
  classes: identity,
  clip: null,
  ais: { mmsi: 211000000, name: 'EXAMPLE', lengthM: 180, type: 70, rangeM: 800 },
  clockSynchronised: true,
};

export const state: Body<StateMessage> = {
  state: 'listening',
  size: 'none',
  confidence: 0.97,
  vesselClass: null,
  passage: null,
  since: time,
};

export const levels: Body<LevelsMessage> = {
  start: time,
  end: '2026-05-01T10:00:13.120Z',
  reference: '1 µPa',
  splDb: 101.5,
  decidecades: { centreHz: [10, 12.589], levelDb: [88.1, null] },
  percentiles: { p10: 99.2, p50: 101.1, p90: 103.9 },
};

export const effort: Body<EffortMessage> = {
  start: time,
  end: '2026-05-01T10:01:03.120Z',
  secondsHeard: 58.5,
  gaps: [{ start: time, seconds: 1.5, reason: 'overflow' }],
};

export const health: HealthBody = {
  time,
  uptimeSeconds: 30.5,
  channels: [
    {
      channel: 'north',
      source: 'portaudio:USB Audio',
      state: 'listening',
      reason: null,
      lastSample: time,
      gaps: 1,
      missingSeconds: 1.5,
      overflows: 1,
      problems: ['hum'],
      clippedFraction: 0,
      flatLine: false,
      dcOffset: 0.002,
      humDb: 14.2,
      driftPpm: -11.5,
      backgroundShiftDb: 0.8,
      recorder: { ...recorder, since: time, passages: 31, clips: 120 },
    },
  ],
  clock: { synchronised: true, offsetMs: 0.4 },
  memory: { rssBytes: 180_000_000, heapUsedBytes: 40_000_000 },
  classes: [{ name: 'ferry', earlier: 1.2, latest: 1.3, moved: false }],
  inference: { count: 12, medianMs: 1.2, maxMs: 3.4 },
};

export const info: Body<InfoMessage> = {
  time,
  versions: { hullprint: '0.1.0', nodejs: '20.20.2' },
  model: { name: 'band-statistics', version: '1.0.0', identity },
  backend: { name: 'wasm', device: 'SIMD', kind: 'cpu' },
  channels: [
    {
      channel: 'north',
      source: 'portaudio:USB Audio',
      reference: '1 µPa',
      calibration: { sensitivityDb: -180, gainDb: 20, fullScaleVolts: 1 },
    },
  ],
  classes: { identity, names: ['pilot-boat'] },
  url: 'http://127.0.0.1:8080',
};
