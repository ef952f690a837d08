import { type Comparison, compareWays, type Estimate } from '../bootstrap.js';
import { CLASSES, type QueryMix } from './passage-episodes.js';
import {
  PASSAGE_WAYS,
  type PassageAnswers,
  type PassagesResult,
  type PassageWay,
  ROLES,
} from './passages.js';

export interface PassagesTable {
  mix: QueryMix;
  shots: number;
  episodes: number;
  vessels: number;
  ways: Comparison<PassageWay>[];
}

/**
 * Pools the results of several seeds. The figure is the balanced accuracy: the mean recall of the classes, and in a
 * skewed query of each class both as the frequent and as the rare one. Answers of one vessel belong together, and so do
 * those of one episode, which share support and adaptation: of the intervals over the one and the other the wider counts.
 */
export function poolPassages(results: readonly PassagesResult[]): PassagesTable[] {
  return results[0]!.cells.map(({ mix, shots }) => {
    const cells = results.map(
      (result) => result.cells.find((cell) => cell.mix === mix && cell.shots === shots)!,
    );
    const answers = cells.flatMap(({ answers }, seed) => answers.map((one) => ({ ...one, seed })));
    const byVessel = CLASSES.map((_, kind) =>
      unitsOf(
        answers.filter((one) => one.kind === kind),
        ({ vessel }) => vessel,
      ),
    );
    const byEpisode = [unitsOf(answers, ({ seed, episode }) => `${seed} ${episode}`)];
    const [overVessels, overEpisodes] = [byVessel, byEpisode].map((strata) =>
      compareWays(PASSAGE_WAYS, strata, balancedAccuracy),
    ) as [Comparison<PassageWay>[], Comparison<PassageWay>[]];
    return {
      mix,
      shots,
      episodes: byEpisode[0]!.length,
      vessels: byVessel.flat().length,
      ways: overVessels.map((one, way) => wider(one, overEpisodes[way]!)),
    };
  });
}

/** Right answers by way and number asked, for each class in each role. */
type Unit = { asked: number; right: number[] }[];

function unitsOf<Answer extends PassageAnswers>(
  answers: readonly Answer[],
  nameOf: (answer: Answer) => string,
): Unit[] {
  const units = new Map<string, Unit>();
  for (const answer of answers) {
    const name = nameOf(answer);
    const unit =
      units.get(name) ??
      CLASSES.flatMap(() => ROLES.map(() => ({ asked: 0, right: PASSAGE_WAYS.map(() => 0) })));
    units.set(name, unit);
    const place = unit[answer.kind * ROLES.length + ROLES.indexOf(answer.role)]!;
    place.asked++;
    for (const [way, right] of answer.right.entries()) place.right[way]! += right;
  }
  return [...units.values()];
}

/** Mean over classes and roles of the share of right answers. */
function balancedAccuracy(strata: readonly (readonly Unit[])[], way: number): number {
  const asked = new Float64Array(CLASSES.length * ROLES.length);
  const right = new Float64Array(asked.length);
  for (const units of strata) {
    for (const unit of units) {
      for (const [place, own] of unit.entries()) {
        asked[place]! += own.asked;
        right[place]! += own.right[way]!;
      }
    }
  }
  const recalls = [...asked].flatMap((count, place) => (count > 0 ? [right[place]! / count] : []));
  return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}

function wider(a: Comparison<PassageWay>, b: Comparison<PassageWay>): Comparison<PassageWay> {
  const of = (one: Estimate, other: Estimate) =>
    one.interval[1] - one.interval[0] >= other.interval[1] - other.interval[0] ? one : other;
  return {
    way: a.way,
    estimate: of(a.estimate, b.estimate),
    difference: a.difference && of(a.difference, b.difference!),
  };
}
