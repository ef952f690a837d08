import { FUSION_FILE } from '../../embedding/fusion.js';
import type { ManifestDraft } from '../../embedding/manifest.js';
import { formatReference } from '../../embedding/reference-vectors.js';
import { STATISTICS_ENCODER_FILE } from '../../embedding/statistics-encoder.js';
import { analysisRateHz, windowHopSeconds, windowSeconds } from '../../features/analysis.js';
import { filterbankBands } from '../../features/filterbank.js';
import { priorData, priorFiles } from '../recorder-prior-file.js';
import { shipCard } from './ship-card.js';
import type { ShipProvenance } from './ship-provenance.js';
import { PATCH_FRAMES, type TrainedShips } from './ship-training.js';

export const SHIP_MODEL_VERSION = '1.1.0';

/** Gives what a model folder of a fused model holds: the manifest's draft, and the content of each file. */
export function shipFolder(
  trained: TrainedShips,
  provenance: ShipProvenance,
): { draft: ManifestDraft; files: Record<string, Uint8Array | string> } {
  const { model, network, reference } = trained;
  const { statistics, fusion, heads, prototypes, calibration, baseline, held } = model;
  const { prior } = provenance;
  const scores = [...heldScores(held), ...provenance.scores];
  const draft: ManifestDraft = {
    name: provenance.name,
    version: SHIP_MODEL_VERSION,
    kind: 'fused',
    frontEnd: {
      sampleRateHz: analysisRateHz,
      windowSeconds,
      hopSeconds: windowHopSeconds,
      compression: 'log',
      frames: PATCH_FRAMES,
      bands: filterbankBands,
    },
    inputShape: [PATCH_FRAMES, filterbankBands, 1],
    embeddingLength: fusion.mean.length + statistics.names.length + 1,
    training: { command: provenance.command, seed: provenance.options.seed },
    data: [...provenance.data, ...(prior ? [priorData(prior)] : [])],
    scores,
    licence: provenance.licence,
  };
  return {
    draft,
    files: {
      ...network,
      [STATISTICS_ENCODER_FILE]: JSON.stringify(statistics),
      [FUSION_FILE]: JSON.stringify(fusion),
      'heads.json': JSON.stringify(heads),
      'prototypes.json': JSON.stringify(prototypes),
      'calibration.json': JSON.stringify(calibration),
      'baseline.json': JSON.stringify(baseline),
      ...(prior && priorFiles(prior)),
      'reference.json': formatReference(reference),
      'training.json': JSON.stringify(
        { options: provenance.options, backend: provenance.backend, history: trained.history },
        null,
        1,
      ),
      'MODEL_CARD.md': shipCard(trained, provenance, scores),
      ...(provenance.split !== null && { 'split.json': provenance.split }),
    },
  };
}

function heldScores(held: TrainedShips['model']['held']): ManifestDraft['scores'] {
  return held.flatMap(({ tier, windows, right, unknown }) => {
    const on = `held-out windows of other vessels, sites and hydrophones, bandwidth ${tier}`;
    return [
      { on, measure: 'windows judged right', value: right, of: windows },
      { on, measure: 'windows left unknown', value: unknown, of: windows },
    ];
  });
}
