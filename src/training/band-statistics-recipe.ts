import type { BandwidthRule } from '../embedding/statistics-encoder.js';
import { STATISTIC_NAMES } from '../features/statistics.js';

/** What a recorder of some bandwidth can tell, and what the heads take of it (docs/OUTCOMES.md says how well). */
export interface BandwidthTier {
  name: string;
  leastBandwidthHz: number;
  /** Statistics of bands and carriers that lie within the bandwidth. */
  heard: string[];
  sizeInputs: string[];
  presenceInputs: string[];
  baselineInputs: string[];
}

/** Lower bands tell more in simulation and less at sea: recorders cut them off and currents fill them. */
const LOWEST_LEVEL_HZ = 60;

/** Decidecades from 63 Hz on whose mean is the common level. */
export const REFERENCE_LEVELS = STATISTIC_NAMES.filter(
  (name) => name.startsWith('level ') && bandHz(name)[0] > LOWEST_LEVEL_HZ,
);

export const LEVELS = STATISTIC_NAMES.filter((name) => /^level(Q25)? /.test(name));

/**
 * The full bandwidth, and recorders at 8 to 14 kHz or behind a telephone-like filter, which hear up to the
 * decidecade of 3.15 kHz.
 */
export const BANDWIDTH_TIERS: readonly BandwidthTier[] = [
  bandwidthTier('full', 7_000, 7_000),
  bandwidthTier('3k', 0, 3_600),
];

/** Decides on tier and common level. */
export const BANDWIDTH_RULE: BandwidthRule = {
  names: [...STATISTIC_NAMES],
  levels: LEVELS,
  reference: REFERENCE_LEVELS,
  floorDb: 60,
  cliffDb: 15,
  tiers: BANDWIDTH_TIERS,
  leastBandwidthHz: BANDWIDTH_TIERS.map(({ leastBandwidthHz }) => leastBandwidthHz),
};

function bandwidthTier(name: string, leastBandwidthHz: number, highestHz: number): BandwidthTier {
  const heard = STATISTIC_NAMES.filter(
    (statistic) => isLongTerm(statistic) || bandHz(statistic)[1] <= highestHz,
  );
  const of = (...kinds: string[]) => heard.filter((statistic) => kinds.includes(statistic.split(' ')[0]));
  const sizeInputs = [
    ...REFERENCE_LEVELS.filter((level) => heard.includes(level)),
    ...of('demonPeak', 'demonMean'),
  ];
  return {
    name,
    leastBandwidthHz,
    heard,
    sizeInputs,
    presenceInputs: [...sizeInputs, ...of('levelSd', 'unsteadiness', 'impulsiveness', 'envelopeVariance')],
    baselineInputs: of('level', 'levelSd'),
  };
}

/** Lines and modulation are measured in ranges that every recorder hears. */
function isLongTerm(statistic: string): boolean {
  return /^(line|demon)/.test(statistic);
}

/** Lower and upper end of a statistic's band, Hz; for a decidecade its centre twice. */
function bandHz(statistic: string): [number, number] {
  const [, low, high] = / (\d+)(?:-(\d+))?Hz$/.exec(statistic) ?? [];
  return [Number(low), Number(high ?? low)];
}
