import { partSeeds, type Scenario } from '../scenario.js';
import type { Scene } from '../scene.js';
import type { Hearing } from '../scene-renderer.js';
import type { Stretch } from './stretches.js';

/** Columns of the index: those of every data set, then what splits by site, hydrophone and sea need. */
export const INDEX_COLUMNS = [
  'path',
  'source',
  'class',
  'size',
  'vessel',
  'recording_id',
  'seconds',
  'sample_rate_hz',
  'channels',
  'site',
  'hydrophone',
  'sea',
  'mmsi',
  'length_m',
  'range_m',
  'snr_db',
  'full_scale_db',
  'note',
] as const;

/** Columns of the truth, a row for each second, hydrophone and ship. */
export const TRUTH_COLUMNS = [
  'seconds',
  'hydrophone',
  'vessel',
  'mmsi',
  'size',
  'range_m',
  'speed_kn',
  'shaft_hz',
  'blades',
  'blade_rate_hz',
  'doppler',
  'snr_db',
] as const;

/** What counts as SNR where the ship is drowned: the least that a frequency counts for (snr.ts). */
const DROWNED_DB = -10;

/** Of a recording, second by second: the mean SNR of its ship and its least range; nothing where there is no ship. */
export function heardColumns(heard: readonly Hearing[]): Record<'range_m' | 'snr_db', string> {
  if (heard.length === 0) return { range_m: '', snr_db: '' };
  const snrDb = heard.reduce((sum, { snrDb }) => sum + (snrDb ?? DROWNED_DB), 0) / heard.length;
  return { range_m: Math.min(...heard.map(({ rangeM }) => rangeM)).toFixed(1), snr_db: snrDb.toFixed(2) };
}

/** The row of a recording; `path` is relative to the index, `heard` what there was of its ship in each second. */
export function indexRow(
  scenario: Scenario,
  scene: Scene,
  channel: number,
  stretch: Stretch,
  path: string,
  heard: readonly Hearing[],
) {
  const { name } = scenario.hydrophones[channel]!;
  const { fromSeconds, untilSeconds, passage } = stretch;
  const ship = passage === null ? undefined : scene.passages[passage]!;
  const seeds = partSeeds(scenario);
  const row: Record<(typeof INDEX_COLUMNS)[number], string | number> = {
    path,
    source: 'simulator',
    class: ship?.vessel.vesselType ?? 'none',
    size: ship?.vessel.size ?? 'none',
    vessel: ship ? vesselId(scenario, ship.identity?.name) : 'none',
    recording_id: `simulator:${scenario.seed}:${name}:${fromSeconds}`,
    seconds: untilSeconds - fromSeconds,
    sample_rate_hz: scenario.sampleRateHz,
    channels: 1,
    site: seeds.site,
    hydrophone: `${seeds.hydrophone}/${name}`,
    sea: seeds.sea,
    mmsi: ship?.identity?.mmsi ?? '',
    length_m: ship?.vessel.lengthM.toFixed(1) ?? '',
    ...heardColumns(heard),
    full_scale_db: scene.hydrophones[channel]!.recorder.fullScaleDb.toFixed(2),
    note: `${fromSeconds}–${untilSeconds} s of the scene`,
  };
  return row;
}

/** What a hydrophone has of each ship at a second: a row for each, named by `vesselIds`. */
export function truthRows(
  scene: Scene,
  hydrophone: string,
  vesselIds: readonly string[],
  seconds: number,
  hearing: readonly Hearing[],
) {
  return hearing.map(({ rangeM, shaftHz, doppler, snrDb }, i) => {
    const { vessel, identity } = scene.passages[i]!;
    const row: Record<(typeof TRUTH_COLUMNS)[number], string | number> = {
      seconds,
      hydrophone,
      vessel: vesselIds[i]!,
      mmsi: identity?.mmsi ?? '',
      size: vessel.size,
      range_m: rangeM.toFixed(1),
      speed_kn: vessel.speedKn.toFixed(2),
      shaft_hz: shaftHz.toFixed(4),
      blades: vessel.bladeCount,
      blade_rate_hz: (shaftHz * vessel.bladeCount).toFixed(4),
      doppler: doppler.toFixed(6),
      snr_db: snrDb?.toFixed(2) ?? '',
    };
    return row;
  });
}

/** Names are unique in a fleet. */
export function vesselId(scenario: Scenario, name = ''): string {
  return `${partSeeds(scenario).fleet}/${name}`;
}
