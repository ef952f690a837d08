import { poolAssessments, type UnknownZone } from '../decision/pool.js';
import type { Size } from '../prototypes/assessment.js';
import { BandStatisticsJudge, type JudgeTier } from '../prototypes/band-statistics-judge.js';
import type { WhitenedSpaceParameters } from '../prototypes/whitened-space.js';
import { type CalibratedHead, fitHead, type LabelledEmbeddings } from './head-fit.js';
import type { JudgedWindow } from './unknown-zone-fit.js';
import { fitWhitenedSpace } from './whitened-space-fit.js';

/** Embeddings of one tier of bandwidth, and what they are of. */
export interface TierExamples {
  embeddings: readonly Float32Array[];
  sizes: readonly Size[];
}

/** Names of the coordinates that the parts of a tier's judge read. */
export interface TierInputs {
  presence: readonly string[];
  /** For a second opinion on presence. */
  secondPresence?: readonly string[];
  size: readonly string[];
  /** The plain baseline's two heads. */
  baseline: readonly string[];
  /** Of the space in which the prototypes lie. */
  space: readonly string[];
}

export interface FittedTier {
  presence: CalibratedHead;
  secondPresence: CalibratedHead | null;
  presenceShift: number;
  size: CalibratedHead;
  plain: { presence: CalibratedHead; size: CalibratedHead };
  space: WhitenedSpaceParameters;
  /** The held-out examples. */
  judged: JudgedWindow[];
}

/**
 * Fits heads and prototypes of one tier on `fitting`, and temperatures on `held`. `coordinates` are the names of the
 * embedding's coordinates but for the last, the number of the tier; `presenceShift` is added to the log odds of
 * presence.
 */
export function fitTier(
  coordinates: readonly string[],
  inputs: TierInputs,
  fitting: TierExamples,
  held: TierExamples,
  presenceShift = 0,
): FittedTier {
  const heads = (presenceInputs: readonly string[], sizeInputs: readonly string[]) => ({
    presence: fitHead(coordinates, presenceInputs, presenceLabels(fitting), presenceLabels(held)),
    size: fitHead(coordinates, sizeInputs, sizeLabels(fitting), sizeLabels(held)),
  });
  const { presence, size } = heads(inputs.presence, inputs.size);
  const secondPresence = inputs.secondPresence
    ? fitHead(coordinates, inputs.secondPresence, presenceLabels(fitting), presenceLabels(held))
    : null;
  const plain = heads(inputs.baseline, inputs.baseline);
  const places = inputs.space.map((name) => coordinates.indexOf(name));
  const rows = fitting.embeddings.map((embedding) => Float32Array.from(places, (place) => embedding[place]));
  const space = fitWhitenedSpace(inputs.space, rows, fitting.sizes);
  const parts = { presence, secondPresence, presenceShift, size };
  const judgeTier: JudgeTier = { ...headsOf(parts), ...calibrationOf(parts), space };
  const judge = new BandStatisticsJudge(coordinates, [judgeTier]);
  const judged = held.embeddings.map((embedding, i) => ({
    size: held.sizes[i],
    assessment: judge.assess(Float32Array.of(...embedding.subarray(0, coordinates.length), 0)),
  }));
  return { ...parts, plain, space, judged };
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

type HeadParts = Pick<FittedTier, 'presence' | 'size'> &
  Partial<Pick<FittedTier, 'secondPresence' | 'presenceShift'>>;

/** The heads of a tier as heads.json holds them. */
export function headsOf({ presence, secondPresence, size }: HeadParts) {
  return {
    presence: presence.head,
    ...(secondPresence && { secondPresence: secondPresence.head }),
    size: size.head,
  };
}

/** Their calibration as calibration.json holds it. */
export function calibrationOf({ presence, secondPresence, presenceShift, size }: HeadParts) {
  return {
    presenceTemperature: presence.temperature,
    ...(secondPresence && { secondPresenceTemperature: secondPresence.temperature }),
    ...(presenceShift && { presenceShift }),
    sizeTemperature: size.temperature,
  };
}

/** Counts what a zone makes of the windows of one tier. */
export function outcomesOf(judged: readonly JudgedWindow[], zone: UnknownZone) {
  const verdicts = judged.map(({ assessment }) => poolAssessments([{ assessment, weight: 1 }], zone).size);
  return {
    windows: judged.length,
    right: verdicts.filter((verdict, i) => verdict === judged[i].size).length,
    unknown: verdicts.filter((verdict) => verdict === 'unknown').length,
  };
}
