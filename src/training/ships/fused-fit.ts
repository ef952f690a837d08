import type { FusionParameters } from '../../embedding/fusion.js';
import { fuse, networkNames } from '../../embedding/fusion.js';
import { preparePatch } from '../../embedding/patch-preparation.js';
import {
  type StatisticsEncoderParameters,
  statisticsForwardPass,
  tierChooser,
} from '../../embedding/statistics-encoder.js';
import { STATISTIC_NAMES } from '../../features/statistics.js';
import type { Size } from '../../prototypes/assessment.js';
import { Random } from '../../simulator/random.js';
import { BANDWIDTH_RULE, BANDWIDTH_TIERS } from '../band-statistics-recipe.js';
import { type FittedJudge, judgeOfTiers } from '../judge-fit.js';
import type { ResponseSpread } from '../response-randomisation.js';
import { fitStatisticsEncoder, momentsOf } from '../statistics-encoder-fit.js';
import { fitTier, type TierExamples } from '../tier-fit.js';
import { changedStatistics, drawResponse, writePatch } from './response-change.js';
import type { ShipRecording } from './ship-recording.js';

/** What is fitted after the network has learnt. */
export interface FusedModel extends FittedJudge {
  statistics: StatisticsEncoderParameters;
  fusion: FusionParameters;
}

export interface FusedFit {
  /** Embeds patches that are prepared, one after another; gives `[patches, length]`. */
  network: { embedAll(patches: Float32Array): Promise<Float32Array>; embeddingLength: number };
  preparation: FusionParameters['preparation'];
  /** To fit on; the network has best not learnt from these. */
  fitting: readonly ShipRecording[];
  /** Of other vessels, to calibrate on. */
  held: readonly ShipRecording[];
  spread: ResponseSpread;
  /** Recorders through which each window is heard. */
  copies: number;
  seed: number;
}

interface Heard {
  sizes: Size[];
  tiers: number[];
  /** `[statistics + 1]` each. */
  inputs: Float32Array[];
  vectors: Float32Array[];
}

const BATCH = 512;
/** One hearing in so many counts as that of a slow recorder, for its tier must have learnt of every size. */
const NARROW_EACH = 6;
const NARROW_HZ = 4_000;
/** Chosen on simulated vessels: with 2 one empty sea in thirty is taken for a ship, with 1 more faint ships are lost. */
const SHIP_ODDS = 1.4;
const chooseTier = tierChooser(BANDWIDTH_RULE);

/** Tier of bandwidth of a window. */
export function tierOf({
  statistics,
  bandwidthHz,
}: {
  statistics: Float32Array;
  bandwidthHz: number;
}): number {
  return chooseTier(Float32Array.of(...statistics, bandwidthHz));
}

/**
 * Fits all that follows the network: scales of statistics and network, heads of each tier, prototypes in the network's
 * space, and the calibration.
 */
export async function fitFused(task: FusedFit): Promise<FusedModel> {
  const fitting = await hear(task, task.fitting, 'fitting');
  const held = await hear(task, task.held, 'held');
  const ofTier = <T>(heard: Heard, items: readonly T[], tier: number) =>
    items.filter((_, i) => heard.tiers[i] === tier);
  const statistics = fitStatisticsEncoder(
    BANDWIDTH_RULE,
    BANDWIDTH_TIERS.map((_, tier) => ofTier(fitting, fitting.inputs, tier)),
  );
  const { embeddingLength } = task.network;
  const moments = Array.from({ length: embeddingLength }, (_, i) => momentsOf(fitting.vectors, i));
  const fusion: FusionParameters = {
    preparation: task.preparation,
    mean: moments.map(({ mean }) => mean),
    scale: moments.map(({ scale }) => scale),
  };
  const names = networkNames(embeddingLength);
  const coordinates = [...names, ...STATISTIC_NAMES];
  const encode = statisticsForwardPass(statistics);
  const examples = async (heard: Heard, tier: number): Promise<TierExamples> => {
    const scores = await encode(ofTier(heard, heard.inputs, tier));
    const vectors = ofTier(heard, heard.vectors, tier);
    return {
      embeddings: scores.map((score, i) => fuse(vectors[i]!, score, fusion)),
      sizes: ofTier(heard, heard.sizes, tier),
    };
  };
  const tiers = [];
  for (const [tier, { presenceInputs, sizeInputs, baselineInputs }] of BANDWIDTH_TIERS.entries()) {
    const inputs = {
      presence: presenceInputs,
      secondPresence: [...names, ...presenceInputs],
      size: [...names, ...sizeInputs],
      baseline: baselineInputs,
      space: names,
    };
    const [fit, calibrate] = [await examples(fitting, tier), await examples(held, tier)];
    tiers.push(fitTier(coordinates, inputs, fit, calibrate, presenceShift(fit.sizes)));
  }
  return { statistics, fusion, ...judgeOfTiers(tiers) };
}

/** Whatever there was to learn from, recordings with a ship count so many times as likely as those without. */
function presenceShift(sizes: readonly Size[]): number {
  const none = sizes.filter((size) => size === 'none').length;
  return Number(Math.log((SHIP_ODDS * none) / (sizes.length - none)).toPrecision(6));
}

async function hear(task: FusedFit, recordings: readonly ShipRecording[], side: string): Promise<Heard> {
  const { network, preparation, spread, copies, seed } = task;
  const random = new Random(`${seed}/responses/${side}`);
  const heard: Heard = { sizes: [], tiers: [], inputs: [], vectors: [] };
  const all = recordings.flatMap(({ size, windows }) => windows.map((window) => ({ size, window })));
  const length = all.length > 0 ? all[0]!.window.patch.values.length : 0;
  const patches = new Float32Array(BATCH * length);
  let waiting = 0;
  const flush = async () => {
    const vectors = await network.embedAll(patches.subarray(0, waiting * length));
    for (let i = 0; i < waiting; i++) {
      heard.vectors.push(vectors.slice(i * network.embeddingLength, (i + 1) * network.embeddingLength));
    }
    waiting = 0;
  };
  for (const { size, window } of all) {
    for (let copy = 0; copy < copies; copy++) {
      const response = drawResponse(random, spread);
      const narrow = heard.inputs.length % NARROW_EACH === NARROW_EACH - 1;
      const bandwidthHz = narrow ? Math.min(NARROW_HZ, window.bandwidthHz) : window.bandwidthHz;
      const input = Float32Array.of(...changedStatistics(window, response), bandwidthHz);
      const tier = chooseTier(input);
      const patch = patches.subarray(waiting * length, (waiting + 1) * length);
      writePatch(window, response, patch);
      preparePatch(patch, window.patch.bands, preparation, tier);
      heard.sizes.push(size);
      heard.tiers.push(tier);
      heard.inputs.push(input);
      if (++waiting === BATCH) await flush();
    }
  }
  if (waiting > 0) await flush();
  return heard;
}
