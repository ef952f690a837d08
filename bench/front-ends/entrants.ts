import type { ClassifierKind } from './classifier.js';
import { filterbankFrontEnd, logMelFrontEnd } from './fixed-front-ends.js';
import type { FrontEnd } from './front-end.js';
import { leafFrontEnd, leafStyleFrontEnd } from './learned-front-ends.js';

export interface Entrant {
  title: string;
  classifier: ClassifierKind;
  make: () => FrontEnd;
}

const entrant = <Prepared>(
  title: string,
  make: () => FrontEnd<Prepared>,
  classifier: ClassifierKind = 'encoder',
): Entrant => ({ title, classifier, make: make as () => FrontEnd });

/** What the study compares, in the order of its table. */
export const ENTRANTS = {
  baseline: entrant(
    'plain baseline: mean and spread of log band levels',
    () => filterbankFrontEnd('log'),
    'statistics',
  ),
  'log-mel': entrant('log-mel, 40 bands of 24 ms', logMelFrontEnd),
  'fixed-log': entrant('fixed bank, log: 96 bands of 512 ms', () => filterbankFrontEnd('log')),
  'fixed-pcen': entrant('fixed bank, PCEN', () => filterbankFrontEnd('pcen')),
  'leaf-style-log': entrant('LEAF-style, learned log', () => leafStyleFrontEnd('log')),
  'leaf-style-pcen': entrant('LEAF-style, learned PCEN', () => leafStyleFrontEnd('pcen')),
  leaf: entrant('exact LEAF, 40 filters of 25 ms', leafFrontEnd),
} as const;

export type EntrantName = keyof typeof ENTRANTS;
export const ENTRANT_NAMES = Object.keys(ENTRANTS) as EntrantName[];
