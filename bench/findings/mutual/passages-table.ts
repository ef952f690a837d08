import { type Comparison, compareWays } from '../bootstrap.js';
import { CLASSES, type QueryMix } from './passage-episodes.js';
import { PASSAGE_WAYS, type PassagesResult, type PassageWay, ROLES, type VesselAnswers } from './passages.js';

export interface PassagesTable {
  mix: QueryMix;
  shots: number;
  episodes: number;
  vessels: number;
  ways: Comparison<PassageWay>[];
}

/**
 * Pools the results of several seeds, whose vessels are others. The figure is the balanced accuracy: the mean recall of
 * the classes, and in a skewed query of each class both as the frequent and as the rare one.
 */
export function poolPassages(results: readonly PassagesResult[]): PassagesTable[] {
  return results[0]!.cells.map(({ mix, shots }) => {
    const cells = results.flatMap((result) =>
      result.cells.filter((cell) => cell.mix === mix && cell.shots === shots),
    );
    const strata = CLASSES.map((_, kind) =>
      vesselsOf(
        cells.flatMap(({ answers }) => answers),
        kind,
      ),
    );
    return {
      mix,
      shots,
      episodes: cells.reduce((sum, cell) => sum + cell.episodes, 0),
      vessels: strata.reduce((sum, vessels) => sum + vessels.length, 0),
      ways: compareWays(PASSAGE_WAYS, strata, balancedAccuracy),
    };
  });
}

/** All answers about each vessel of a class, by role; null where it had none. */
function vesselsOf(answers: readonly VesselAnswers[], kind: number): ByRole[] {
  const vessels = new Map<string, ByRole>();
  for (const { vessel, role, asked, right, ...own } of answers) {
    if (own.kind !== kind) continue;
    const known = vessels.get(vessel) ?? ROLES.map(() => null);
    const place = ROLES.indexOf(role);
    const before = known[place];
    known[place] = {
      asked: asked + (before?.asked ?? 0),
      right: right.map((count, way) => count + (before?.right[way] ?? 0)),
    };
    vessels.set(vessel, known);
  }
  return [...vessels.values()];
}

type ByRole = (Pick<VesselAnswers, 'asked' | 'right'> | null)[];

/** Mean over classes and roles of the share of right answers. */
function balancedAccuracy(strata: readonly (readonly ByRole[])[], way: number): number {
  const recalls = strata.flatMap((vessels) =>
    ROLES.flatMap((_, role) => {
      let [asked, right] = [0, 0];
      for (const vessel of vessels) {
        const own = vessel[role];
        if (!own) continue;
        asked += own.asked;
        right += own.right[way]!;
      }
      return asked > 0 ? [right / asked] : [];
    }),
  );
  return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}
