import type { z } from 'zod';
import { poolAssessments, type UnknownZone } from '../decision/pool.js';
import type { ForwardPass } from '../embedding/reference-vectors.js';
import {
  type BandwidthRule,
  levelNormaliser,
  type StatisticsEncoderParameters,
  statisticsForwardPass,
} from '../embedding/statistics-encoder.js';
import { STATISTIC_NAMES } from '../features/statistics.js';
import type { Size } from '../prototypes/assessment.js';
import { BandStatisticsJudge, type JudgeTier } from '../prototypes/band-statistics-judge.js';
import type { baselineSchema, calibrationSchema, headsSchema } from '../prototypes/judge.js';
import type { WhitenedSpaceParameters } from '../prototypes/whitened-space.js';
import { BANDWIDTH_TIERS, type BandwidthTier, LEVELS, REFERENCE_LEVELS } from './band-statistics-recipe.js';
import { type CalibratedHead, fitHead, type LabelledEmbeddings } from './head-fit.js';
import type { ResponseSpread } from './response-randomisation.js';
import type { SimulatedClip } from './simulated-clip.js';
import { type LabelledInputs, toInputs } from './simulated-inputs.js';
import { fitUnknownZone, type JudgedWindow } from './unknown-zone-fit.js';
import { fitWhitenedSpace } from './whitened-space-fit.js';

/** Everything that a model folder of band statistics holds, as its files hold it. */
export interface BandStatisticsModel {
  encoder: StatisticsEncoderParameters;
  heads: z.infer<typeof headsSchema>;
  prototypes: { tiers: WhitenedSpaceParameters[] };
  calibration: z.infer<typeof calibrationSchema>;
  baseline: z.infer<typeof baselineSchema>;
  reference: { inputs: Float32Array[]; embeddings: Float32Array[] };
  /** On held-out simulated windows of each tier. */
  simulated: { tier: string; windows: number; right: number; unknown: number }[];
}

/** Added to what the simulator draws for itself (3 dB a decade, 2 dB): together 5 and 3.2. */
const SPREAD: ResponseSpread = { tiltDbPerDecade: 4, rippleDb: 2.5 };
const COPIES = 2;
const FLOOR_DB = 60;
const CLIFF_DB = 15;
const CLIP = 3;
const REFERENCE_VECTORS = 6;

/** Fits encoder, heads, prototypes and calibration on simulated clips alone. The same clips and seed give the same model. */
export async function fitBandStatistics(
  clips: readonly SimulatedClip[],
  seed: number,
  spread: ResponseSpread = SPREAD,
): Promise<BandStatisticsModel> {
  const rule: BandwidthRule = {
    names: [...STATISTIC_NAMES],
    levels: LEVELS,
    reference: REFERENCE_LEVELS,
    floorDb: FLOOR_DB,
    cliffDb: CLIFF_DB,
    tiers: BANDWIDTH_TIERS,
    leastBandwidthHz: BANDWIDTH_TIERS.map(({ leastBandwidthHz }) => leastBandwidthHz),
  };
  const inputs = toInputs(clips, rule, { seed, copies: COPIES, spread });
  const encoder = fitEncoder(
    rule,
    inputs.map(({ fitting }) => fitting.inputs),
  );
  const embed = statisticsForwardPass(encoder);
  const tiers = [];
  for (const [index, { fitting, held }] of inputs.entries()) {
    tiers.push(fitTier(BANDWIDTH_TIERS[index], await labelled(fitting, embed), await labelled(held, embed)));
  }
  const zones = tiers.map(({ judged }) => fitUnknownZone(judged));
  const unknownZone = {
    leastProbability: zones[0].leastProbability,
    farthestDistance: Math.max(...zones.map(({ farthestDistance }) => farthestDistance)),
  };
  const referenceInputs = inputs.flatMap(({ held }) => held.inputs.slice(0, REFERENCE_VECTORS));
  return {
    encoder,
    heads: { tiers: tiers.map(({ presence, size }) => ({ presence: presence.head, size: size.head })) },
    prototypes: { tiers: tiers.map(({ space }) => space) },
    calibration: {
      tiers: tiers.map(({ presence, size }) => temperatures(presence, size)),
      unknownZone,
    },
    baseline: {
      tiers: tiers.map(({ plain }) => ({ presence: plain.presence.head, size: plain.size.head })),
      calibration: {
        tiers: tiers.map(({ plain }) => temperatures(plain.presence, plain.size)),
        unknownZone: { leastProbability: unknownZone.leastProbability, farthestDistance: 1e9 },
      },
    },
    reference: { inputs: referenceInputs, embeddings: await embed(referenceInputs) },
    simulated: tiers.map(({ judged }, index) => ({
      tier: BANDWIDTH_TIERS[index].name,
      ...outcomesOf(judged, unknownZone),
    })),
  };
}

/** Means and standard deviations of each tier; a statistic that a tier does not hear, or that never varies, keeps scale 1. */
function fitEncoder(rule: BandwidthRule, inputs: readonly Float32Array[][]): StatisticsEncoderParameters {
  const normalise = levelNormaliser(rule);
  const tiers = inputs.map((own, tier) => {
    const normal = own.map((input) => normalise(input, tier));
    const { name, heard } = BANDWIDTH_TIERS[tier];
    const moments = rule.names.map((statistic, i) =>
      heard.includes(statistic) ? momentsOf(normal, i) : { mean: 0, scale: 1 },
    );
    return {
      name,
      heard,
      mean: moments.map(({ mean }) => mean),
      scale: moments.map(({ scale }) => scale),
    };
  });
  return { ...rule, tiers, clip: CLIP };
}

function momentsOf(rows: readonly Float32Array[], column: number): { mean: number; scale: number } {
  let sum = 0;
  let sumSquared = 0;
  for (const row of rows) {
    sum += row[column];
    sumSquared += row[column] ** 2;
  }
  const mean = sum / rows.length;
  const scale = Math.sqrt(Math.max(0, sumSquared / rows.length - mean * mean));
  return { mean: Number(mean.toPrecision(7)), scale: scale > 1e-6 ? Number(scale.toPrecision(7)) : 1 };
}

interface TierExamples {
  embeddings: Float32Array[];
  sizes: Size[];
}

async function labelled({ inputs, sizes }: LabelledInputs, embed: ForwardPass): Promise<TierExamples> {
  return { embeddings: await embed(inputs), sizes };
}

function fitTier(tier: BandwidthTier, fitting: TierExamples, held: TierExamples) {
  const heads = (presenceInputs: readonly string[], sizeInputs: readonly string[]) => ({
    presence: fitHead(STATISTIC_NAMES, presenceInputs, presenceLabels(fitting), presenceLabels(held)),
    size: fitHead(STATISTIC_NAMES, sizeInputs, sizeLabels(fitting), sizeLabels(held)),
  });
  const { presence, size } = heads(tier.presenceInputs, tier.sizeInputs);
  const plain = heads(tier.baselineInputs, tier.baselineInputs);
  const places = tier.presenceInputs.map((name) => STATISTIC_NAMES.indexOf(name));
  const rows = fitting.embeddings.map((embedding) => Float32Array.from(places, (place) => embedding[place]));
  const space = fitWhitenedSpace(tier.presenceInputs, rows, fitting.sizes);
  const judgeTier: JudgeTier = {
    presence: presence.head,
    size: size.head,
    ...temperatures(presence, size),
    space,
  };
  const judge = new BandStatisticsJudge(STATISTIC_NAMES, [judgeTier]);
  const judged = held.embeddings.map((embedding, i) => ({
    size: held.sizes[i],
    assessment: judge.assess(Float32Array.of(...embedding.subarray(0, STATISTIC_NAMES.length), 0)),
  }));
  return { presence, size, plain, space, judged };
}

function presenceLabels({ embeddings, sizes }: TierExamples): LabelledEmbeddings {
  return { embeddings, positive: Uint8Array.from(sizes, (size) => Number(size !== 'none')) };
}

/** Small against big, of the windows with a ship. */
function sizeLabels({ embeddings, sizes }: TierExamples): LabelledEmbeddings {
  const ships = sizes.flatMap((size, i) => (size === 'none' ? [] : [i]));
  return {
    embeddings: ships.map((i) => embeddings[i]),
    positive: Uint8Array.from(ships, (i) => Number(sizes[i] === 'small')),
  };
}

function temperatures(presence: CalibratedHead, size: CalibratedHead) {
  return { presenceTemperature: presence.temperature, sizeTemperature: size.temperature };
}

function outcomesOf(judged: readonly JudgedWindow[], zone: UnknownZone) {
  const verdicts = judged.map(({ assessment }) => poolAssessments([{ assessment, weight: 1 }], zone).size);
  return {
    windows: judged.length,
    right: verdicts.filter((verdict, i) => verdict === judged[i].size).length,
    unknown: verdicts.filter((verdict) => verdict === 'unknown').length,
  };
}
