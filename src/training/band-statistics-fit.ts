import type { ForwardPass } from '../embedding/reference-vectors.js';
import { type StatisticsEncoderParameters, statisticsForwardPass } from '../embedding/statistics-encoder.js';
import { STATISTIC_NAMES } from '../features/statistics.js';
import { BANDWIDTH_RULE, BANDWIDTH_TIERS } from './band-statistics-recipe.js';
import { type FittedJudge, judgeOfTiers } from './judge-fit.js';
import type { ResponseSpread } from './response-randomisation.js';
import type { SimulatedClip } from './simulated-clip.js';
import { type LabelledInputs, toInputs } from './simulated-inputs.js';
import { fitStatisticsEncoder } from './statistics-encoder-fit.js';
import { fitTier, type TierExamples } from './tier-fit.js';

/** Everything that a model folder of band statistics holds, as its files hold it. */
export interface BandStatisticsModel extends FittedJudge {
  encoder: StatisticsEncoderParameters;
  reference: { inputs: Float32Array[]; embeddings: Float32Array[] };
}

/** Added to what the simulator draws for itself (3 dB a decade, 2 dB): together 5 and 3.2. */
const SPREAD: ResponseSpread = { tiltDbPerDecade: 4, rippleDb: 2.5 };
const COPIES = 2;
const REFERENCE_VECTORS = 6;

/** Fits encoder, heads, prototypes and calibration on simulated clips alone. The same clips and seed give the same model. */
export async function fitBandStatistics(
  clips: readonly SimulatedClip[],
  seed: number,
  spread: ResponseSpread = SPREAD,
): Promise<BandStatisticsModel> {
  const inputs = toInputs(clips, BANDWIDTH_RULE, { seed, copies: COPIES, spread });
  const encoder = fitStatisticsEncoder(
    BANDWIDTH_RULE,
    inputs.map(({ fitting }) => fitting.inputs),
  );
  const embed = statisticsForwardPass(encoder);
  const tiers = [];
  for (const [index, { fitting, held }] of inputs.entries()) {
    const { presenceInputs, sizeInputs, baselineInputs } = BANDWIDTH_TIERS[index];
    const reads = {
      presence: presenceInputs,
      size: sizeInputs,
      baseline: baselineInputs,
      space: presenceInputs,
    };
    tiers.push(fitTier(STATISTIC_NAMES, reads, await labelled(fitting, embed), await labelled(held, embed)));
  }
  const referenceInputs = inputs.flatMap(({ held }) => held.inputs.slice(0, REFERENCE_VECTORS));
  return {
    encoder,
    ...judgeOfTiers(tiers),
    reference: { inputs: referenceInputs, embeddings: await embed(referenceInputs) },
  };
}

async function labelled({ inputs, sizes }: LabelledInputs, embed: ForwardPass): Promise<TierExamples> {
  return { embeddings: await embed(inputs), sizes };
}
