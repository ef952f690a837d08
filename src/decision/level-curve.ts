/** One second: broadband level and rise above the background, dB. */
export interface LevelPoint {
  startMs: number;
  endMs: number;
  splDb: number;
  riseDb: number;
}

/** Half a minute of sea in one number would hide a fast boat; a single second is a splash. */
const SMOOTHING_SECONDS = 15;
/** Fewer seconds than this make no closest approach. */
const LEAST_SECONDS = 5;

/** The closest approach is past when the level has come down by so much, and so long ago. */
const PAST_DB = 1;
const PAST_MS = 20_000;

/**
 * Two ships, not one: between them the level is so much below both for so long, longer than a Lloyd null, a pause of
 * the engine or a fade.
 */
const VALLEY_DB = 6;
const VALLEY_MS = 60_000;

interface SmoothedLevel {
  /** Middle of the seconds that were averaged. */
  timeMs: number;
  splDb: number;
  riseDb: number;
}

/** The level of one passage over time, smoothed: its closest approach, and whether it is really two passages. */
export class LevelCurve {
  readonly #points: LevelPoint[] = [];
  readonly #smoothed: SmoothedLevel[] = [];
  #peak: SmoothedLevel | null = null;
  /** The lowest since the peak. */
  #valley: SmoothedLevel | null = null;
  #nextShipMs: number | null = null;

  add(point: LevelPoint): void {
    this.#points.push(point);
    const latest = this.#smoothLatest();
    this.#smoothed.push(latest);
    if (this.#points.length < LEAST_SECONDS || this.#nextShipMs !== null) return;
    if (this.#comesOutOfValley(latest)) {
      this.#nextShipMs = this.#valley!.timeMs;
    } else if (this.#peak === null || latest.riseDb > this.#peak.riseDb) {
      this.#peak = latest;
      this.#valley = null;
    } else if (this.#valley === null || latest.riseDb < this.#valley.riseDb) {
      this.#valley = latest;
    }
  }

  /** The highest smoothed level so far; null before the fifth second. */
  get peak(): Readonly<SmoothedLevel> | null {
    return this.#peak;
  }

  /** The level has come down from its highest. */
  get peakIsPast(): boolean {
    const latest = this.#smoothed.at(-1)!;
    return (
      this.#peak !== null &&
      latest.timeMs - this.#peak.timeMs >= PAST_MS &&
      latest.riseDb <= this.#peak.riseDb - PAST_DB
    );
  }

  /** When the quietest instant between the first ship and a second one was; null while there is but one. */
  get nextShipMs(): number | null {
    return this.#nextShipMs;
  }

  /** The points that end after `timeMs`. */
  since(timeMs: number): readonly LevelPoint[] {
    return this.#points.filter(({ endMs }) => endMs > timeMs);
  }

  #comesOutOfValley(latest: SmoothedLevel): boolean {
    if (this.#valley === null) return false;
    const { timeMs: bottomMs, riseDb: bottomDb } = this.#valley;
    const shoulderDb = Math.min(this.#peak!.riseDb, latest.riseDb) - VALLEY_DB;
    if (shoulderDb < bottomDb) return false;
    const isAbove = ({ riseDb }: SmoothedLevel) => riseDb >= shoulderDb;
    const down = this.#smoothed.findLast((level) => level.timeMs <= bottomMs && isAbove(level))!;
    const up = this.#smoothed.find((level) => level.timeMs > bottomMs && isAbove(level))!;
    return up.timeMs - down.timeMs >= VALLEY_MS;
  }

  #smoothLatest(): SmoothedLevel {
    const latest = this.#points.slice(-SMOOTHING_SECONDS);
    const audible = latest.filter(({ splDb }) => Number.isFinite(splDb));
    return {
      timeMs: Math.round((latest[0]!.startMs + latest.at(-1)!.endMs) / 2),
      splDb: audible.length === 0 ? -Infinity : mean(audible.map(({ splDb }) => splDb)),
      riseDb: mean(latest.map(({ riseDb }) => riseDb)),
    };
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
