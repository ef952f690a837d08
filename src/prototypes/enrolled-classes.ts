import { createHash } from 'node:crypto';
import type { Assessment, Judge, Size } from './assessment.js';
import { type ClassSpace, type DistanceMeaning, tierOf } from './class-space.js';
import { probabilityOf } from './logistic.js';

/** A class with the recordings it was taught from: the windows of each, `[windows][embeddingLength]`. */
export interface SupportedClass {
  name: string;
  size: Size;
  recordings: readonly (readonly Float32Array[])[];
}

/** Enrolled classes that a window tells of, the nearest. */
const TOLD = 8;

interface NearClass {
  class: string;
  distance: number;
  size: Size;
  meaning: DistanceMeaning;
}

interface Recognised {
  name: string;
  confidence: number;
  size: Size;
}

interface Prototype {
  name: string;
  size: Size;
  tier: number;
  centre: Float64Array;
  meaning: DistanceMeaning;
}

/**
 * Names the enrolled class whose prototype is nearest, when it is near enough, in a space of the model. Only windows of
 * the same tier of bandwidth, the last coordinate, are compared; each recording of a class counts the same.
 */
export class EnrolledClasses {
  readonly identity: string;
  readonly names: readonly string[];
  readonly #space: ClassSpace;
  readonly #prototypes: Prototype[];

  constructor(classes: readonly SupportedClass[], space: ClassSpace) {
    this.names = classes.map(({ name }) => name);
    this.identity = identityOf(classes);
    this.#space = space;
    this.#prototypes = classes.flatMap((each) => prototypesOf(each, space));
  }

  /** Nearest first, so many at most. */
  nearest(embedding: Float32Array, most = this.#prototypes.length): NearClass[] {
    const place = this.#space.place(embedding);
    if (!place) return [];
    const tier = tierOf(embedding);
    const nearest: NearClass[] = [];
    for (const prototype of this.#prototypes) {
      if (prototype.tier !== tier) continue;
      const distance = this.#space.distance(prototype.centre, place);
      if (nearest.length === most && distance >= nearest[most - 1]!.distance) continue;
      let at = nearest.length;
      while (at > 0 && nearest[at - 1]!.distance > distance) at--;
      const { name, size, meaning } = prototype;
      nearest.splice(at, 0, { class: name, distance, size, meaning });
      if (nearest.length > most) nearest.pop();
    }
    return nearest;
  }

  /** The class that a window belongs to; null when it lies within reach of none. */
  recognise(embedding: Float32Array): Recognised | null {
    return this.among(this.nearest(embedding, 2));
  }

  /** Of the classes by distance, the one that the window belongs to, with how sure that is: within its reach, and nearer than any other. */
  among([first, second]: readonly NearClass[]): Recognised | null {
    if (!first || first.distance > first.meaning.reach) return null;
    const margin = second ? probabilityOf((second.distance - first.distance) / this.#space.margin) : 1;
    const confidence = first.meaning.confidence(first.distance) * margin;
    return { name: first.class, confidence, size: first.size };
  }
}

/**
 * A judge that also knows enrolled classes. As sure as it is of a class, a ship has the size of that class; a class
 * enrolled as `none` (a pump, a generator) takes its share away from the ships.
 */
export function judgeWithClasses(judge: Judge, enrolled: EnrolledClasses): Judge {
  if (enrolled.names.length === 0) return judge;
  return {
    assess: (embedding) => {
      const shipped = judge.assess(embedding);
      const classes = enrolled.nearest(embedding, TOLD);
      const named = enrolled.among(classes);
      const near = classes.map(({ class: name, distance }) => ({ class: name, distance }));
      const nearest = [...shipped.nearest, ...near].sort((a, b) => a.distance - b.distance);
      if (named?.size === 'none') {
        return { probability: without(shipped.probability, named.confidence), nearest, vesselClass: null };
      }
      const vesselClass = named && { name: named.name, confidence: named.confidence };
      const probability = named ? sized(shipped.probability, named) : shipped.probability;
      return { probability, nearest, vesselClass };
    },
  };
}

/** Whether there is a ship stays as it was. */
function sized({ big, small, none }: Assessment['probability'], { size, confidence }: Recognised) {
  const ship = big + small;
  const share = (of: Size, before: number) =>
    before * (1 - confidence) + (size === of ? ship * confidence : 0);
  return { big: share('big', big), small: share('small', small), none };
}

function without({ big, small, none }: Assessment['probability'], share: number): Assessment['probability'] {
  return { big: big * (1 - share), small: small * (1 - share), none: none * (1 - share) + share };
}

/** One prototype for each tier of bandwidth that the class was heard in, and that the space knows. */
function prototypesOf({ name, size, recordings }: SupportedClass, space: ClassSpace): Prototype[] {
  const windows = recordings.flat();
  const known = windows.filter((window) => space.place(window) !== null);
  return [...new Set(known.map(tierOf))].map((tier) => {
    const heard = recordings
      .map((recording) => recording.filter((window) => tierOf(window) === tier))
      .filter((recording) => recording.length > 0);
    return { name, size, tier, centre: space.centre(heard), meaning: space.meaning(heard) };
  });
}

function identityOf(classes: readonly SupportedClass[]): string {
  const hash = createHash('sha256');
  for (const { name, size, recordings } of classes) {
    hash.update(JSON.stringify([name, size, recordings.length]));
    for (const window of recordings.flat()) {
      hash.update(new Uint8Array(window.buffer, window.byteOffset, window.byteLength));
    }
  }
  return hash.digest('hex');
}
