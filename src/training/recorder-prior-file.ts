import type { ManifestDraft } from '../embedding/manifest.js';
import { RECORDER_PRIOR_FILE, type RecorderPrior } from '../site/recorder-prior.js';
import { simulateSet } from './simulated-set.js';
import { fitRecorderPrior } from './site-prior-fit.js';

export interface PriorRequest {
  seed: string;
  sites: number;
  /** Processes that simulate; the prior is the same. */
  workers: number;
  /** Called with the number of sites that are done. */
  onProgress?: (done: number) => void;
}

/** A prior of recorders and the simulated sites that it comes from. */
export interface FittedPrior {
  prior: RecorderPrior;
  seed: string;
  sites: number;
}

/** Simulates sites and fits the prior on them. It fits any model: it speaks of statistics, not of embeddings. */
export async function trainRecorderPrior({
  seed,
  sites,
  workers,
  onProgress,
}: PriorRequest): Promise<FittedPrior> {
  const set = await simulateSet('site', { seed, count: sites, workers, ...(onProgress && { onProgress }) });
  return { prior: fitRecorderPrior(set), seed, sites };
}

/** The file of a model folder that holds the prior. */
export function priorFiles({ prior }: FittedPrior): Record<string, string> {
  return { [RECORDER_PRIOR_FILE]: JSON.stringify(prior) };
}

/** What a manifest lists under `data` for it. */
export function priorData({ seed, sites }: FittedPrior): ManifestDraft['data'][number] {
  return {
    name: 'simulated sites',
    identity: `simulateSite, seeds ${seed}/0 to ${seed}/${sites - 1}`,
  };
}
