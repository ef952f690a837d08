/** The shipped model that is taken where none is named; docs/OUTCOMES.md shows it beside the other one. */
export const DEFAULT_MODEL = 'siamese';
