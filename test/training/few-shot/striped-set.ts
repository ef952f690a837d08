import type { PatchSet } from '../../../src/training/few-shot/patch-set.js';

/** One drawing of a character that is a single stripe. */
export interface Stripe {
  domain: number;
  /** Angle of the stripe, radians. */
  angle: number;
  example: number;
}

/** Patches of 8 × 8 with a stripe; classes differ in its angle, examples in where it lies. Augmentation adds noise. */
export function stripedSet(domains: number, classes: number, examples: number): PatchSet<Stripe> {
  const range = (count: number) => Array.from({ length: count }, (_, i) => i);
  return {
    height: 8,
    width: 8,
    domains: range(domains).map((domain) => ({
      name: `domain ${domain}`,
      classes: range(classes).map((kind) => ({
        name: `angle ${kind}`,
        examples: range(examples).map((example) => ({
          domain,
          angle: (Math.PI * (kind + 0.4 * domain)) / classes,
          example,
        })),
      })),
    })),
    write: ({ angle, example }, patch, augmentation) => {
      for (let i = 0; i < 64; i++) {
        const [x, y] = [(i % 8) - 3.5, Math.floor(i / 8) - 3.5];
        const across = x * Math.cos(angle) + y * Math.sin(angle) + 0.8 * ((example % 5) - 2);
        patch[i] = Math.exp(-(across ** 2)) + (augmentation?.normal(0, 0.1) ?? 0);
      }
    },
  };
}
