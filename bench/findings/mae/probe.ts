import { DECIDING_SHOTS } from '../decision-rule.js';
import { answer, HEADS } from '../heads.js';
import { fitNormalisation, NORMALISATIONS } from '../normalisation.js';
import { type Asked, patchesOf, type Subject } from '../subject.js';
import { packBits } from '../tallies.js';

/**
 * Right answers of one way to read an embedding, by the number of support examples, on the validation groups at the
 * deciding one alone; a bit a query, in base64.
 */
export interface Probe {
  pooling: string;
  normalisation: string;
  head: string;
  validation: Record<string, string>;
  test: Record<string, string>;
}

export type Embed = (patches: Float32Array) => Promise<Record<string, Float32Array[]>>;

/** Asks all tasks of a subject by every pooling, normalisation and head. */
export async function probe<Example>(subject: Subject<Example>, embed: Embed): Promise<Probe[]> {
  const { base, validation, test } = subject;
  const rowsOf = (items: typeof base) => embed(patchesOf(subject, items));
  const [ofBase, ofValidation, ofTest] = [
    await rowsOf(base),
    await rowsOf(validation.items),
    await rowsOf(test.items),
  ];
  const groups = base.map(({ group }) => group);
  return Object.keys(ofBase).flatMap((pooling) =>
    NORMALISATIONS.flatMap((normalisation) => {
      const normalise = fitNormalisation(normalisation, ofBase[pooling]!, groups);
      const [validating, testing] = [ofValidation, ofTest].map((rows) => rows[pooling]!.map(normalise));
      const asked = [ask(validating!, validation, [DECIDING_SHOTS]), ask(testing!, test, shotsOf(test))];
      return HEADS.map((head, i) => ({
        pooling,
        normalisation,
        head,
        validation: asked[0]![i]!,
        test: asked[1]![i]!,
      }));
    }),
  );
}

/** Embeds by the coordinates that need no network. */
export function plainEmbed<Example>({ training, plain }: Subject<Example>): Embed {
  const size = training.height * training.width;
  return async (patches) => ({
    plain: Array.from({ length: patches.length / size }, (_, i) =>
      plain(patches.subarray(i * size, (i + 1) * size)),
    ),
  });
}

const shotsOf = ({ tasks }: Pick<Asked, 'tasks'>): number[] => Object.keys(tasks).map(Number);

/** Gives for each head its answers, by the number of support examples. */
function ask(
  rows: readonly Float64Array[],
  { tasks }: Pick<Asked, 'tasks'>,
  shots: readonly number[],
): Record<string, string>[] {
  const answers = shots.map((k) => tasks[k]!.map((task) => answer(rows, task, HEADS)));
  return HEADS.map((_, head) =>
    Object.fromEntries(shots.map((k, i) => [k, packBits(answers[i]!.flatMap((one) => one[head]!))])),
  );
}
