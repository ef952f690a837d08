import { markdownTable } from '../../src/evaluation/outcomes-page.js';
import { ENTRANTS, type EntrantName } from './entrants.js';
import { CONDITIONS, type Condition, type Run } from './run.js';
import { differenceOf, type Score, scoreOf } from './scores.js';
import { entrantsOf, STUDIES, type StudyName } from './studies.js';

/** What the daemon has now, and the others have to beat. */
export const SHIPPED: EntrantName = 'fixed-log';
const HEADINGS: Record<Condition, string> = {
  'as recorded': 'as recorded',
  'tilt-6': '−6 dB a decade',
  'tilt+6': '+6 dB a decade',
  noise20: 'white noise, 20 dB',
};

/** The runs of one study, told in figures. */
export class StudyRuns {
  readonly #name: StudyName;
  readonly #runs: readonly Run[];

  constructor(name: StudyName, runs: readonly Run[]) {
    this.#name = name;
    this.#runs = runs;
  }

  get protocol() {
    return STUDIES[this.#name].protocol;
  }

  seeds(name: EntrantName): number {
    return this.#of(name).length;
  }

  table(): string {
    const rows = entrantsOf(this.#name).map((name) => {
      const { difference, interval } = this.difference(name);
      return [
        ENTRANTS[name].title,
        ...CONDITIONS.map((condition) => cell(scoreOf(this.#of(name), condition))),
        name === SHIPPED ? '' : `${signed(difference)}<br>${interval.map(signed).join(' to ')}`,
        this.cost(name).toFixed(2),
      ];
    });
    return markdownTable(
      ['front end', ...CONDITIONS.map((one) => HEADINGS[one]), 'as recorded, less fixed bank, log', 'ms/s'],
      rows,
    );
  }

  /** Against what ships, as recorded; paired over seeds and vessels. */
  difference(name: EntrantName) {
    const own = this.#of(name);
    const shipped = this.#of(SHIPPED).filter((run) => own.some(({ seed }) => seed === run.seed));
    return differenceOf(own, shipped, 'as recorded');
  }

  /** Largest difference between the seeds of a front end, percentage points. */
  seedSpread(): string {
    const spreads = entrantsOf(this.#name).map((name) => {
      const { seeds } = scoreOf(this.#of(name), 'as recorded');
      return Math.max(...seeds) - Math.min(...seeds);
    });
    return (100 * Math.max(...spreads)).toFixed(1);
  }

  accuracy(name: EntrantName): string {
    const { balancedAccuracy, interval } = scoreOf(this.#of(name), 'as recorded');
    return `${balancedAccuracy.toFixed(3)} (${interval.map((end) => end.toFixed(2)).join('–')})`;
  }

  /** ms of processor time per second of audio. */
  cost(name: EntrantName): number {
    return median(this.#of(name).map(({ msPerSecond }) => msPerSecond));
  }

  /** Of one seed. */
  trainingMinutes(...names: readonly EntrantName[]): string {
    const seconds = names.map((name) => median(this.#of(name).map(({ trainingSeconds }) => trainingSeconds)));
    return (seconds.reduce((sum, one) => sum + one, 0) / 60).toFixed(1);
  }

  decision(): string {
    const shipped = scoreOf(this.#of(SHIPPED), 'as recorded');
    const better = entrantsOf(this.#name).filter(
      (name) => scoreOf(this.#of(name), 'as recorded').interval[0] > shipped.interval[1],
    );
    const worse = entrantsOf(this.#name).filter(
      (name) => scoreOf(this.#of(name), 'as recorded').interval[1] < shipped.interval[0],
    );
    const named = (names: readonly EntrantName[]) => names.map((name) => ENTRANTS[name].title).join('; ');
    return [
      better.length === 0
        ? `The fixed bank with the log, at ${this.accuracy(SHIPPED)}. No other front end lies above it with disjoint intervals.`
        : `Above the fixed bank with disjoint intervals: ${named(better)}.`,
      worse.length > 0 ? `Below it with disjoint intervals: ${named(worse)}.` : '',
    ].join(' ');
  }

  /** What more training made of the learned bank. */
  rematch(): string {
    const { difference, interval } = this.difference('leaf-style-log');
    return `With three times the training the learned bank lies ${points(difference)} the fixed one (95 % over the same vessels ${interval.map(signed).join(' to ')}).`;
  }

  moved(): string {
    const shifts = this.#of('leaf-style-log').flatMap(({ moved }) => (moved ? [moved] : []));
    const centre = median(shifts.map((shift) => shift.centre));
    const width = median(shifts.map(({ widthPercent }) => widthPercent));
    return `How far the learned bank moved, in the median over bands: centres by ${centre.toFixed(1)} distances between neighbours and widths by ${width.toFixed(0)} %.`;
  }

  #of(name: EntrantName): Run[] {
    return this.#runs.filter(({ frontEnd }) => frontEnd === name);
  }
}

function cell({ balancedAccuracy, interval }: Score): string {
  return `${balancedAccuracy.toFixed(3)}<br>${interval.map((end) => end.toFixed(2)).join('–')}`;
}

export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

export function points(difference: number): string {
  return `${Math.abs(100 * difference).toFixed(1)} points ${difference < 0 ? 'below' : 'above'}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
