import type { EffortMessage, EventMessage } from '../publish/messages.js';
import type { Statement, Store } from '../store/store.js';
import { packLevels } from './centibels.js';
import { type LevelRow, minuteOfRow } from './keeper.js';
import { MINUTE_MS, together } from './level-minute.js';
import type { Move } from './unsure-times.js';

type Gaps = EffortMessage['gaps'];

interface EffortRow {
  channel: string;
  startMs: number;
  endMs: number;
  secondsHeard: number;
  gaps: string;
}

/** Lets the index of a table without one of its own by time be used. */
const KNOWN = 'channel IN (SELECT channel FROM history_bands)';
const HOUR_MS = 60 * MINUTE_MS;
const movedIso = (time: string, byMs: number) => new Date(Date.parse(time) + byMs).toISOString();

/** A passage with the times that it had by a clock that is right. */
export function movedEvent(event: EventMessage, byMs: number): EventMessage {
  const moved = (time: string | null) => time && movedIso(time, byMs);
  const { evidence } = event;
  return {
    ...event,
    start: movedIso(event.start, byMs),
    end: moved(event.end),
    evidence: { ...evidence, closestApproach: moved(evidence.closestApproach) },
    clockSynchronised: true,
    clockCorrectionSeconds: byMs / 1000,
  };
}

/**
 * Moves what was kept by a wrong clock to where it belongs. Passages and clips move to the millisecond, effort too;
 * levels by minute move by whole minutes, at most half a minute off.
 */
export class TimeCorrection {
  readonly #store: Store;
  readonly #passages: Statement<{ event: string }>;

  constructor(store: Store) {
    this.#store = store;
    this.#passages = store.prepare(
      'SELECT event FROM history_passages WHERE startMs BETWEEN ? AND ? ORDER BY startMs',
    );
  }

  /** The passages that have ended and whose times are still those of the wrong clock, as they are to be said again. */
  *events(moves: readonly Move[]): Generator<EventMessage> {
    const found = moves.flatMap(({ startMs, endMs, byMs }) =>
      this.#passages
        .all(startMs, endMs)
        .map(({ event }) => JSON.parse(event) as EventMessage)
        .filter(({ phase, clockSynchronised }) => phase === 'end' && !clockSynchronised)
        .map((event) => [event, byMs] as const),
    );
    for (const [event, byMs] of found) yield movedEvent(event, byMs);
  }

  /**
   * Moves clips, levels and effort, wholly or not at all; `within` runs in the same transaction. To be called when the
   * events have been said again, and when no minute of the wrong clock is still to be written.
   */
  move(moves: readonly Move[], within: () => void): void {
    this.#store.transaction(() => {
      this.#run('CREATE TEMP TABLE moved_levels AS SELECT * FROM history_levels WHERE false');
      this.#run('CREATE TEMP TABLE moved_effort AS SELECT * FROM history_effort WHERE false');
      this.#run('CREATE TEMP TABLE moved_clips (id TEXT, byMs INTEGER)');
      // All are set aside before any is put back: what one move makes must not be moved by the next.
      for (const move of moves) this.#setAside(move);
      this.#putBack();
      for (const { startMs, endMs, byMs } of moves) {
        this.#sumHours(startMs, endMs);
        this.#sumHours(startMs + byMs, endMs + byMs);
      }
      within();
    });
  }

  #setAside({ startMs, endMs, byMs }: Move): void {
    const span = [startMs, endMs] as const;
    this.#run('INSERT INTO moved_clips SELECT id, ?1 FROM clips WHERE madeMs BETWEEN ?2 AND ?3', [
      ...[byMs, ...span],
    ]);
    const again = [startMs + byMs, endMs + byMs] as const;
    this.#run(
      `UPDATE history_verdicts SET saidMs = saidMs + ?1 WHERE saidMs BETWEEN ?2 AND ?3
        AND id IN (SELECT id FROM history_passages WHERE startMs BETWEEN ?4 AND ?5)`,
      [byMs, ...span, ...again],
    );
    const minutes = span.map((ms) => Math.floor(ms / MINUTE_MS));
    const levels = `FROM history_levels WHERE ${KNOWN} AND minute BETWEEN ?1 AND ?2`;
    this.#run(
      `INSERT INTO moved_levels SELECT channel, minute + ?3, calibrated, seconds, power, tens, bands ${levels}`,
      [...minutes, Math.round(byMs / MINUTE_MS)],
    );
    this.#run(`DELETE ${levels}`, minutes);
    const effort = `FROM history_effort WHERE ${KNOWN} AND startMs BETWEEN ?1 AND ?2`;
    const withGaps = this.#store.prepare<EffortRow>(`SELECT * ${effort} AND gaps IS NOT NULL`).all(...span);
    const aside = this.#store.prepare('INSERT INTO moved_effort VALUES (?, ?, ?, ?, ?)');
    for (const { channel, startMs, endMs, secondsHeard, gaps } of withGaps) {
      const moved = (JSON.parse(gaps) as Gaps).map((gap) => ({ ...gap, start: movedIso(gap.start, byMs) }));
      aside.run(channel, startMs + byMs, endMs + byMs, secondsHeard, JSON.stringify(moved));
    }
    this.#run(
      `INSERT INTO moved_effort SELECT channel, startMs + ?3, endMs + ?3, secondsHeard, NULL ${effort} AND gaps IS NULL`,
      [...span, byMs],
    );
    this.#run(`DELETE ${effort}`, span);
  }

  /** A minute that is there already, as the one in which the clock was set, becomes one of both. */
  #putBack(): void {
    const minutes = this.#store
      .prepare<LevelRow & { channel: string; minute: number }>(
        `SELECT * FROM moved_levels m WHERE EXISTS
          (SELECT 1 FROM history_levels h WHERE h.channel = m.channel AND h.minute = m.minute)`,
      )
      .all();
    const there = this.#store.prepare<LevelRow>(
      'SELECT * FROM history_levels WHERE channel = ? AND minute = ?',
    );
    for (const row of minutes) {
      const { channel, minute } = row;
      const before = there.get(channel, minute)!;
      const { calibrated, seconds, power, tensDb, bandsDb } = together(
        minuteOfRow(minute, before),
        minuteOfRow(minute, row),
      );
      this.#run(
        `UPDATE moved_levels SET calibrated = ?, seconds = ?, power = ?, tens = ?, bands = ?
          WHERE channel = ? AND minute = ?`,
        [Number(calibrated), seconds, power, packLevels(tensDb), packLevels(bandsDb), channel, minute],
      );
    }
    this.#run('INSERT OR REPLACE INTO history_levels SELECT * FROM moved_levels');
    this.#run(`INSERT INTO history_effort SELECT * FROM moved_effort WHERE true
      ON CONFLICT DO UPDATE SET secondsHeard = secondsHeard + excluded.secondsHeard`);
    this.#run(`UPDATE clips SET startMs = startMs + byMs, madeMs = madeMs + byMs
      FROM moved_clips WHERE moved_clips.id = clips.id`);
    this.#run('DROP TABLE moved_clips');
    this.#run('DROP TABLE moved_levels');
    this.#run('DROP TABLE moved_effort');
  }

  /** Sums the hours of a span anew. */
  #sumHours(startMs: number, endMs: number): void {
    const hours = [startMs, endMs].map((ms) => Math.floor(ms / HOUR_MS));
    this.#run(`DELETE FROM history_hours WHERE ${KNOWN} AND hour BETWEEN ?1 AND ?2`, hours);
    this.#run(
      `INSERT INTO history_hours (channel, hour, calibrated, seconds, energy)
        SELECT channel, minute / 60, max(calibrated), sum(seconds), sum(power * seconds) FROM history_levels
        WHERE ${KNOWN} AND minute BETWEEN ?1 * 60 AND ?2 * 60 + 59 GROUP BY channel, minute / 60`,
      hours,
    );
    this.#run(
      `INSERT INTO history_hours (channel, hour, secondsHeard)
        SELECT channel, startMs / ${HOUR_MS}, sum(secondsHeard) FROM history_effort
        WHERE ${KNOWN} AND startMs BETWEEN ?1 * ${HOUR_MS} AND (?2 + 1) * ${HOUR_MS} - 1
        GROUP BY channel, startMs / ${HOUR_MS}
        ON CONFLICT DO UPDATE SET secondsHeard = excluded.secondsHeard`,
      hours,
    );
  }

  #run(sql: string, values: readonly (string | number | Uint8Array)[] = []): void {
    this.#store.prepare(sql).run(...values);
  }
}
