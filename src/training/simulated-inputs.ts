import { type BandwidthRule, tierChooser } from '../embedding/statistics-encoder.js';
import type { Size } from '../prototypes/assessment.js';
import { Random } from '../simulator/random.js';
import { drawResponse, type ResponseSpread } from './response-randomisation.js';
import type { SimulatedClip } from './simulated-clip.js';

/** Inputs of the encoder `[statistics + 1]` with what they are. */
export interface LabelledInputs {
  inputs: Float32Array[];
  sizes: Size[];
}

/** The inputs of one tier of bandwidth. No clip is on both sides. */
export interface TierInputs {
  fitting: LabelledInputs;
  held: LabelledInputs;
}

/** One clip in so many is held out, to calibrate on: whole rounds of the three sizes. */
const HELD_EACH = 5;

/**
 * Turns simulated clips into inputs of the encoder, by tier of bandwidth. Each clip is heard through `copies`
 * recorders whose responses are drawn from `spread`.
 */
export function toInputs(
  clips: readonly SimulatedClip[],
  rule: BandwidthRule,
  { seed, copies, spread }: { seed: number; copies: number; spread: ResponseSpread },
): TierInputs[] {
  const random = new Random(`${seed}/responses`);
  const chooseTier = tierChooser(rule);
  const byTier: TierInputs[] = rule.tiers.map(() => ({
    fitting: { inputs: [], sizes: [] },
    held: { inputs: [], sizes: [] },
  }));
  const kinds = ['level ', 'levelQ25 '].map((kind) =>
    rule.levels.filter((name) => name.startsWith(kind)).map((name) => rule.names.indexOf(name)),
  );
  clips.forEach(({ size, statistics, bandwidthHz }, index) => {
    const heldOut = Math.floor(index / 12) % HELD_EACH === HELD_EACH - 1;
    for (let copy = 0; copy < copies; copy++) {
      const input = Float32Array.of(...statistics, bandwidthHz);
      const response = drawResponse(random, kinds[0].length, spread);
      for (const bands of kinds) {
        bands.forEach((place, band) => {
          input[place] += response[band];
        });
      }
      const { fitting, held } = byTier[chooseTier(input)];
      const side = heldOut ? held : fitting;
      side.inputs.push(input);
      side.sizes.push(size);
    }
  });
  return byTier;
}
