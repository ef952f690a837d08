import type { ManifestDraft } from '../embedding/manifest.js';
import { formatReference } from '../embedding/reference-vectors.js';
import { STATISTICS_ENCODER_FILE } from '../embedding/statistics-encoder.js';
import { analysisRateHz, windowHopSeconds, windowSeconds } from '../features/analysis.js';
import { filterbankBands, filterbankHopSamples } from '../features/filterbank.js';
import { modelCard } from './band-statistics-card.js';
import type { BandStatisticsModel } from './band-statistics-fit.js';
import { type FittedPrior, priorData, priorFiles } from './recorder-prior-file.js';

const NAME = 'band-statistics';
const VERSION = '1.1.0';
const REFERENCE_TOLERANCE = 1e-5;

/** How the model came to be, and what it reaches. */
export interface Provenance {
  seed: number;
  clips: number;
  /** Of the site's recorder; null for a model that leaves it as it is. */
  prior: FittedPrior | null;
  scores: ManifestDraft['scores'];
}

/** Gives what a model folder of band statistics holds: the manifest's draft, and the text of each file. */
export function bandStatisticsFolder(
  model: BandStatisticsModel,
  { seed, clips, prior, scores }: Provenance,
): { draft: ManifestDraft; files: Record<string, string> } {
  const command = `hullprint train ${NAME} --clips ${clips} --seed ${seed} --sites ${prior?.sites ?? 0}`;
  const length = model.encoder.names.length + 1;
  const allScores = [...simulatedScores(model), ...scores];
  const draft: ManifestDraft = {
    name: NAME,
    version: VERSION,
    kind: 'statistics',
    frontEnd: {
      sampleRateHz: analysisRateHz,
      windowSeconds,
      hopSeconds: windowHopSeconds,
      compression: 'log',
      frames: Math.floor((windowSeconds * analysisRateHz) / filterbankHopSamples),
      bands: filterbankBands,
    },
    inputShape: [length],
    embeddingLength: length,
    training: { command, seed },
    data: [
      { name: 'simulated passages', identity: `simulateClip, seeds ${seed}/0 to ${seed}/${clips - 1}` },
      ...(prior ? [priorData(prior)] : []),
    ],
    scores: allScores,
    licence: 'MIT',
  };
  return {
    draft,
    files: {
      [STATISTICS_ENCODER_FILE]: JSON.stringify(model.encoder),
      'heads.json': JSON.stringify(model.heads),
      'prototypes.json': JSON.stringify(model.prototypes),
      'calibration.json': JSON.stringify(model.calibration),
      'baseline.json': JSON.stringify(model.baseline),
      'reference.json': formatReference({ ...model.reference, tolerance: REFERENCE_TOLERANCE }),
      ...(prior && priorFiles(prior)),
      'MODEL_CARD.md': modelCard(model, command, allScores, prior !== null),
    },
  };
}

function simulatedScores({ held }: BandStatisticsModel): ManifestDraft['scores'] {
  return held.flatMap(({ tier, windows, right, unknown }) => {
    const on = `held-out simulated windows, bandwidth ${tier}`;
    return [
      { on, measure: 'windows judged right', value: right, of: windows },
      { on, measure: 'windows left unknown', value: unknown, of: windows },
    ];
  });
}
