import type { EffortMessage, EventMessage, LevelsMessage } from '../publish/messages.js';
import type { Statement, Store } from '../store/store.js';
import { packLevels, unpackLevels } from './centibels.js';
import { type LevelMinute, MINUTE_MS, minuteOf, together } from './level-minute.js';

const HOUR_MS = 60 * MINUTE_MS;

const CHANNELS = 'channel IN (SELECT channel FROM history_bands)';

/** Where old rows are, led by an index, and the unit of their time, ms. */
export const OLD = [
  ['history_verdicts WHERE id IN (SELECT id FROM history_passages WHERE startMs < ?)', 1],
  ['history_demon WHERE id IN (SELECT id FROM history_passages WHERE startMs < ?)', 1],
  ['history_embeddings WHERE id IN (SELECT id FROM history_passages WHERE startMs < ?)', 1],
  ['history_passages WHERE startMs < ?', 1],
  [`history_levels WHERE ${CHANNELS} AND minute < ?`, MINUTE_MS],
  [`history_effort WHERE ${CHANNELS} AND startMs < ?`, 1],
  [`history_hours WHERE ${CHANNELS} AND hour < ?`, HOUR_MS],
] as const;

export interface LevelRow {
  calibrated: number;
  seconds: number;
  power: number;
  tens: Uint8Array;
  bands: Uint8Array;
}

/**
 * Keeps what a node says for as long as its disk lasts. A crash costs the levels of the minute that it falls into,
 * and nothing else.
 */
export class HistoryKeeper {
  readonly #store: Store;
  readonly #passage: Statement<never>;
  readonly #verdict: Statement<never>;
  readonly #demon: Statement<never>;
  readonly #embedding: Statement<never>;
  readonly #levelsOf: Statement<LevelRow>;
  readonly #levels: Statement<never>;
  readonly #bands: Statement<never>;
  readonly #effort: Statement<never>;
  readonly #hourOfLevels: Statement<never>;
  readonly #hourOfEffort: Statement<never>;
  readonly #forgotten: [Statement<never>, number][];
  /** The minute that each channel is in. */
  readonly #now = new Map<string, LevelMinute>();
  readonly #centres = new Map<string, string>();

  constructor(store: Store) {
    this.#store = store;
    this.#passage = store.prepare(`
      INSERT INTO history_passages (id, channel, startMs, size, className, confidence, event)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET startMs = excluded.startMs, size = excluded.size,
        className = excluded.className, confidence = excluded.confidence, event = excluded.event`);
    this.#verdict = store.prepare('INSERT OR REPLACE INTO history_verdicts VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#demon = store.prepare('INSERT OR REPLACE INTO history_demon VALUES (?, ?, ?)');
    this.#embedding = store.prepare('INSERT OR REPLACE INTO history_embeddings VALUES (?, ?, ?)');
    this.#levelsOf = store.prepare(
      'SELECT calibrated, seconds, power, tens, bands FROM history_levels WHERE channel = ? AND minute = ?',
    );
    this.#levels = store.prepare('INSERT OR REPLACE INTO history_levels VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#bands = store.prepare('INSERT OR REPLACE INTO history_bands VALUES (?, ?)');
    this.#effort = store.prepare('INSERT OR REPLACE INTO history_effort VALUES (?, ?, ?, ?, ?)');
    this.#hourOfLevels = store.prepare(`
      INSERT INTO history_hours (channel, hour, calibrated, seconds, energy) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET calibrated = excluded.calibrated,
        seconds = seconds + excluded.seconds, energy = energy + excluded.energy`);
    this.#forgotten = OLD.map(([sql, unitMs]) => [store.prepare(`DELETE FROM ${sql}`), unitMs]);
    this.#hourOfEffort = store.prepare(`
      INSERT INTO history_hours (channel, hour, secondsHeard) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET secondsHeard = secondsHeard + excluded.secondsHeard`);
  }

  /** To be called in the transaction that announces the event. */
  event(event: EventMessage, saidMs = Date.now()): void {
    const { id, channel, phase, size, confidence, evidence } = event;
    const name = event.vesselClass?.name ?? null;
    this.#passage.run(id, channel, Date.parse(event.start), size, name, confidence, JSON.stringify(event));
    this.#verdict.run(id, evidence.windows, phase, saidMs, size, confidence, name);
  }

  /** Keeps a passage that is said again with other times; how its verdict went stays. */
  corrected({ id, channel, start, size, vesselClass, confidence, ...rest }: EventMessage): void {
    const event = { id, channel, start, size, vesselClass, confidence, ...rest };
    const name = vesselClass?.name ?? null;
    this.#passage.run(id, channel, Date.parse(start), size, name, confidence, JSON.stringify(event));
  }

  /** Keeps the DEMON spectrum of a passage: width of a bin in Hz, level of each in dB. */
  demon(id: string, binHz: number, levelDb: Iterable<number>): void {
    this.#demon.run(id, binHz, packLevels([...levelDb]));
  }

  /** Keeps where a passage lies in a model's embedding. */
  embedding(id: string, model: string, vector: Float32Array): void {
    this.#embedding.run(id, model, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  }

  /** On disk when the minute is over. */
  levels(message: LevelsMessage): void {
    const { channel, decidecades } = message;
    const part = minuteOf(message);
    const open = this.#now.get(channel);
    if (open && open.minute !== part.minute) this.#write(channel, open);
    const same = open?.minute === part.minute;
    this.#now.set(channel, same ? together(open, part) : part);
    const centres = JSON.stringify(decidecades.centreHz);
    if (this.#centres.get(channel) === centres) return;
    this.#centres.set(channel, centres);
    this.#bands.run(channel, centres);
  }

  /** On disk when this returns. */
  effort({ channel, start, end, secondsHeard, gaps }: EffortMessage): void {
    const startMs = Date.parse(start);
    this.#store.transaction(() => {
      const holes = gaps.length ? JSON.stringify(gaps) : null;
      this.#effort.run(channel, startMs, Date.parse(end), secondsHeard, holes);
      this.#hourOfEffort.run(channel, Math.floor(startMs / HOUR_MS), secondsHeard);
    });
  }

  /** Takes away what is older. */
  forget(beforeMs: number): void {
    this.#store.transaction(() => {
      for (const [statement, unitMs] of this.#forgotten) statement.run(Math.floor(beforeMs / unitMs));
    });
  }

  /** Writes the minutes that have begun. */
  flush(): void {
    for (const [channel, minute] of this.#now) this.#write(channel, minute);
    this.#now.clear();
  }

  #write(channel: string, part: LevelMinute): void {
    this.#store.transaction(() => {
      const row = this.#levelsOf.get(channel, part.minute);
      const whole = row ? together(minuteOfRow(part.minute, row), part) : part;
      const { minute, calibrated, seconds, power } = whole;
      const [tens, bands] = [packLevels(whole.tensDb), packLevels(whole.bandsDb)];
      this.#levels.run(channel, minute, Number(calibrated), seconds, power, tens, bands);
      const energy = part.power * part.seconds;
      this.#hourOfLevels.run(channel, Math.floor(minute / 60), Number(calibrated), part.seconds, energy);
    });
  }
}

export function minuteOfRow(minute: number, row: LevelRow): LevelMinute {
  return {
    minute,
    calibrated: row.calibrated === 1,
    seconds: row.seconds,
    power: row.power,
    tensDb: unpackLevels(row.tens),
    bandsDb: unpackLevels(row.bands),
  };
}
