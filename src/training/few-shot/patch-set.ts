import type { Random } from '../../simulator/random.js';

/** Examples of one kind: drawings of one character, recordings of one vessel. */
export interface FewShotClass<Example> {
  name: string;
  examples: readonly Example[];
  /** Number of its kind in the set's `kinds`: the size of the vessel. */
  kind?: number;
}

/** Classes that are told apart from one another, not from those of other domains: an alphabet, a site. */
export interface Domain<Example> {
  name: string;
  classes: readonly FewShotClass<Example>[];
}

/** A change of a patch that can be told from it alone, and that leaves its class what it was: what IEPT learns to name. */
export interface Pretext {
  name: string;
  /** Changes a patch, as the set writes it, in place. */
  apply(patch: Float32Array, random: Random): void;
}

/** A data set to learn from in episodes. The encoder takes patches of `[height, width, 1]`. */
export interface PatchSet<Example> {
  height: number;
  width: number;
  domains: readonly Domain<Example>[];
  /** Names of the kinds that classes are of; none where classes are all that there is. */
  kinds?: readonly string[];
  /** Views of a patch, the first of them the patch as it is; none where the set has no such task. */
  pretexts?: readonly Pretext[];
  /** Where an example was heard and with what: an episode takes those of a class from as many such places as there are. */
  placeOf?(example: Example): string;
  /** Writes an example `[height, width]`, row-major, into `patch`: changed in ways that keep its class, or plain. */
  write(example: Example, patch: Float32Array, augmentation: Random | null): void;
}

/** Parts a set by the names of its domains: those to learn from, and those to validate on. */
export function splitDomains<Example>(
  set: PatchSet<Example>,
  isHeldOut: (domain: Domain<Example>) => boolean,
): { training: PatchSet<Example>; validation: PatchSet<Example> } {
  const part = (heldOut: boolean): PatchSet<Example> => ({
    ...set,
    domains: set.domains.filter((domain) => isHeldOut(domain) === heldOut),
  });
  return { training: part(false), validation: part(true) };
}
