import { scoreEvents } from '../../../src/evaluation/sound-events.js';
import { type Comparison, compareWays, type Estimate } from '../bootstrap.js';
import { EVENT_WAYS, type EventsResult, type EventWay } from './events.js';

export interface EventsTable {
  ships: number;
  passages: number;
  hours: number;
  /** By F-measure. */
  ways: (Comparison<EventWay> & { precision: Estimate; recall: Estimate })[];
}

/** Pools the results of several seeds; intervals are over ships (a kind in a recording). */
export function poolEvents(results: readonly EventsResult[]): EventsTable {
  const ships = results.flatMap(({ test }) => test);
  const compare = (which: 'fMeasure' | 'precision' | 'recall') =>
    compareWays(
      EVENT_WAYS,
      [ships],
      ([drawn], way) => scoreEvents(drawn!.map(({ counts }) => counts[way]!))[which],
    );
  const [byF, byPrecision, byRecall] = [compare('fMeasure'), compare('precision'), compare('recall')];
  return {
    ships: ships.length,
    passages: ships.reduce((sum, { counts }) => sum + counts[0]!.reference, 0),
    hours: results.reduce((sum, { hours }) => sum + hours, 0),
    ways: byF.map((comparison, i) => ({
      ...comparison,
      precision: byPrecision[i]!.estimate,
      recall: byRecall[i]!.estimate,
    })),
  };
}
