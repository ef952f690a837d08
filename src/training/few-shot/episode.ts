import type { Random } from '../../simulator/random.js';
import type { Domain, PatchSet } from './patch-set.js';

/** One few-shot task: `ways` classes of one domain with `examples` each, as patches `[ways, examples, height, width]`. */
export interface Episode {
  ways: number;
  examples: number;
  patches: Float32Array;
}

export interface EpisodeShape {
  /** Classes; a domain with fewer gives all that it has. */
  ways: number;
  /** Examples of a class, support and query together. */
  examples: number;
}

/**
 * Draws an episode within one domain, which is chosen in proportion to its classes. `augment` changes each
 * example anew. An example is drawn twice only where its class has too few.
 */
export function drawEpisode<Example>(
  set: PatchSet<Example>,
  shape: EpisodeShape,
  random: Random,
  augment: boolean,
): Episode {
  const domain = drawDomain(set.domains, random);
  const classes = drawSome(domain.classes, Math.min(shape.ways, domain.classes.length), random);
  const length = set.height * set.width;
  const patches = new Float32Array(classes.length * shape.examples * length);
  let at = 0;
  for (const { examples } of classes) {
    for (const example of drawSome(examples, shape.examples, random)) {
      set.write(example, patches.subarray(at, at + length), augment ? random : null);
      at += length;
    }
  }
  return { ways: classes.length, examples: shape.examples, patches };
}

function drawDomain<Example>(domains: readonly Domain<Example>[], random: Random): Domain<Example> {
  const total = domains.reduce((sum, { classes }) => sum + classes.length, 0);
  let left = random.integer(0, total - 1);
  for (const domain of domains) {
    if (left < domain.classes.length) return domain;
    left -= domain.classes.length;
  }
  throw new RangeError('a set to learn from has at least one class');
}

/** Draws without putting back (Fisher and Yates), over again once all are drawn. */
function drawSome<Item>(items: readonly Item[], count: number, random: Random): Item[] {
  const drawn: Item[] = [];
  while (drawn.length < count) {
    const rest = [...items];
    for (let last = rest.length - 1; last >= 0 && drawn.length < count; last--) {
      const pick = random.integer(0, last);
      drawn.push(rest[pick]!);
      rest[pick] = rest[last]!;
    }
  }
  return drawn;
}
