import type { ManifestDraft } from '../../embedding/manifest.js';
import type { FewShotOptions } from '../few-shot/training-options.js';
import type { FittedPrior } from '../recorder-prior-file.js';

/** How the model came to be, and what it reaches. */
export interface ShipProvenance {
  name: string;
  command: string;
  options: FewShotOptions;
  backend: string;
  data: ManifestDraft['data'];
  /** Of the site's recorder; null for a model that leaves it as it is. */
  prior: FittedPrior | null;
  scores: ManifestDraft['scores'];
  licence: string;
  /** Text of the split of a person's own recordings; null where there are none. */
  split: string | null;
}
