import { squaredDistance } from '../../signal/squared-distance.js';
import { Random } from '../../simulator/random.js';
import type { PatchEncoder } from './patch-encoder.js';
import type { PatchSet } from './patch-set.js';

/**
 * Gives the mean over the kinds of the share of examples that lie nearer to the centre of another kind (squared L2).
 * The centres are of one half of the classes, the questions of the other, and the other way round. Examples are
 * changed as in training, the same each time.
 */
export async function kindError<Example>(encoder: PatchEncoder, set: PatchSet<Example>): Promise<number> {
  const classes = set.domains.flatMap((domain) => domain.classes);
  const turns = new Map<number, number>();
  const asked = classes.flatMap(({ examples, kind }) => {
    const turn = turns.get(kind!) ?? 0;
    turns.set(kind!, turn + 1);
    return examples.map((example) => ({ example, kind: kind!, half: turn % 2 }));
  });
  const size = set.height * set.width;
  const patches = new Float32Array(asked.length * size);
  for (const [index, { example }] of asked.entries()) {
    set.write(example, patches.subarray(index * size, (index + 1) * size), new Random(`validation ${index}`));
  }
  const embeddings = await encoder.embedAll(patches);
  const { embeddingLength: length } = encoder;
  const rows = asked.map((one, i) => ({ ...one, at: embeddings.subarray(i * length, (i + 1) * length) }));
  const kinds = [...turns.keys()];
  const [wrong, all] = [new Map<number, number>(), new Map<number, number>()];
  for (const half of [0, 1]) {
    const centres = kinds.map((kind) =>
      meanOf(
        rows.filter((row) => row.half === half && row.kind === kind).map(({ at }) => at),
        length,
      ),
    );
    for (const { at, kind } of rows.filter((row) => row.half !== half)) {
      const distances = centres.map((centre) => squaredDistance(at, centre));
      const answer = kinds[distances.indexOf(Math.min(...distances))];
      all.set(kind, (all.get(kind) ?? 0) + 1);
      if (answer !== kind) wrong.set(kind, (wrong.get(kind) ?? 0) + 1);
    }
  }
  return kinds.reduce((sum, kind) => sum + (wrong.get(kind) ?? 0) / (all.get(kind) ?? 1) / kinds.length, 0);
}

function meanOf(rows: readonly Float32Array[], length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
}
