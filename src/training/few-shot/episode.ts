import type { Random } from '../../simulator/random.js';
import type { Domain, FewShotClass, PatchSet, Pretext } from './patch-set.js';

/** One few-shot task: `ways` classes of one domain with `examples` each, as patches `[ways, examples, views, height, width]`. */
export interface Episode {
  ways: number;
  examples: number;
  /** Views of each example: one, or one for each pretext of the set. */
  views: number;
  patches: Float32Array;
  /** Number of the kind of each class `[ways]`; empty for a set without kinds. */
  kinds: number[];
}

export interface EpisodeShape {
  /** Classes; a domain with fewer gives all that it has. */
  ways: number;
  /** Examples of a class, support and query together. */
  examples: number;
  /** Each class is one example alone, written several times, changed anew each time: what is learnt without labels. */
  oneExampleAClass?: boolean;
  /** Each example is there under one pretext of the set, drawn for it, or under every one. */
  pretexts?: 'one' | 'every' | undefined;
}

/**
 * Draws an episode within one domain, which is chosen in proportion to its classes; each kind gives as many
 * classes as any other, and each place where a class was heard as many examples. `augment` changes each example anew.
 * An example is drawn twice only where its class has too few.
 */
export function drawEpisode<Example>(
  set: PatchSet<Example>,
  shape: EpisodeShape,
  random: Random,
  augment: boolean,
): Episode {
  const domain = drawDomain(set.domains, random);
  const classes = drawClasses(domain.classes, Math.min(shape.ways, domain.classes.length), random);
  const pretexts = (shape.pretexts && set.pretexts) || [];
  const views = shape.pretexts === 'every' ? Math.max(1, pretexts.length) : 1;
  const length = set.height * set.width;
  const patches = new Float32Array(classes.length * shape.examples * views * length);
  const ofViews = random.stream('views'); // what views draw moves nothing else of the episode
  let at = 0;
  for (const { examples } of classes) {
    const seen = shape.oneExampleAClass ? [random.choice(examples)] : examples;
    for (const example of drawExamples(set, seen, shape.examples, random)) {
      const own = patches.subarray(at, at + views * length);
      set.write(example, own.subarray(0, length), augment ? random : null);
      if (views > 1) writeViews(pretexts, own, ofViews);
      else if (pretexts.length > 0) ofViews.choice(pretexts).apply(own, ofViews);
      at += own.length;
    }
  }
  const kinds = set.kinds ? classes.map(({ kind }) => kind!) : [];
  return { ways: classes.length, examples: shape.examples, views, patches, kinds };
}

/** Fills `patches` `[pretexts, height, width]` with the views of the patch that stands first. */
export function writeViews(pretexts: readonly Pretext[], patches: Float32Array, random: Random): void {
  const length = patches.length / pretexts.length;
  const plain = patches.slice(0, length);
  for (const [index, pretext] of pretexts.entries()) {
    const view = patches.subarray(index * length, (index + 1) * length);
    view.set(plain);
    pretext.apply(view, random);
  }
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

/** The kinds take turns. */
function drawClasses<Example>(
  classes: readonly FewShotClass<Example>[],
  count: number,
  random: Random,
): FewShotClass<Example>[] {
  const kinds = [...new Set(classes.map(({ kind }) => kind))].sort();
  if (kinds.length < 2) return drawSome(classes, count, random);
  return drawInTurns(
    kinds.map((kind) => classes.filter((candidate) => candidate.kind === kind)),
    count,
    random,
  );
}

/** The places where a class was heard take turns, in an order that is drawn. */
function drawExamples<Example>(
  set: PatchSet<Example>,
  examples: readonly Example[],
  count: number,
  random: Random,
): Example[] {
  if (!set.placeOf || count >= examples.length) return drawSome(examples, count, random);
  const places = new Map<string, Example[]>();
  for (const example of examples) {
    const place = set.placeOf(example);
    places.set(place, [...(places.get(place) ?? []), example]);
  }
  return drawInTurns(drawSome([...places.values()], places.size, random), count, random);
}

/** Draws from each group in turn without putting back; one that has nothing left is passed over. */
function drawInTurns<Item>(groups: readonly (readonly Item[])[], count: number, random: Random): Item[] {
  const shuffled = groups.map((own) => drawSome(own, Math.min(count, own.length), random));
  const drawn: Item[] = [];
  for (let turn = 0; drawn.length < count; turn++) {
    for (const own of shuffled) if (turn < own.length && drawn.length < count) drawn.push(own[turn]!);
  }
  return drawn;
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
