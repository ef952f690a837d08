import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClassBook } from '../enrollment/class-book.js';
import { HullprintError } from '../errors.js';
import type { Drift } from '../health.js';
import { type ClassDrift, type DriftReader, MOVED_BACKGROUND_DB } from '../history/drift.js';
import type { Logger } from '../log.js';

const LOOK_MS = 3_600_000;

/** Looks each hour whether a class or a background has moved, and tells the log when one has. */
export class DriftWatch {
  readonly #reader: DriftReader;
  readonly #book: ClassBook;
  readonly #channels: () => readonly string[];
  readonly #log: Logger;
  #now: Drift = { classes: [], backgroundShiftDb: new Map() };
  #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(reader: DriftReader, book: ClassBook, channels: () => readonly string[], log: Logger) {
    this.#reader = reader;
    this.#book = book;
    this.#channels = channels;
    this.#log = log;
  }

  start(): void {
    this.#begin();
    this.#timer = setInterval(() => this.#begin(), LOOK_MS);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  /** As it was at the last look. */
  get now(): Drift {
    return this.#now;
  }

  /** Each class that is taught, as it is at this moment. */
  classes(): (ClassDrift & { name: string })[] {
    return this.#book.current.classes.map(({ name, recordings }) => ({
      name,
      ...this.#reader.ofClass(name, this.#book.recordings.taughtMs(recordings)),
    }));
  }

  #begin(): void {
    this.#look().catch((error) => {
      // A database that is busy is read again in an hour; what cannot be written is told where it is written.
      if (!(error instanceof HullprintError)) throw error;
      this.#log.debug(error.message);
    });
  }

  async #look(): Promise<void> {
    const shifts: [string, number | null][] = [];
    for (const channel of this.#channels()) {
      // Ten weeks of a channel take some 50 ms to read: sound must not wait for all channels at once.
      await nextTurn();
      if (this.#stopped) return;
      shifts.push([channel, this.#reader.backgroundShiftDb(channel, Date.now())]);
    }
    const classes = this.classes().map(({ name, earlier, latest, moved }) => ({
      name,
      earlier,
      latest,
      moved,
    }));
    this.#now = { classes, backgroundShiftDb: new Map(shifts) };
    const moved = [
      ...classes
        .filter((each) => each.moved)
        .map(({ name }) => `class ${name} has moved: teach it anew from recent passages`),
      ...shifts
        .filter(([, shiftDb]) => shiftDb !== null && shiftDb >= MOVED_BACKGROUND_DB)
        .map(
          ([channel]) =>
            `the background of ${channel} has moved: look for fouling, a new mooring or another gain`,
        ),
    ];
    for (const each of moved) if (!this.#told.has(each)) this.#log.warn(each);
    this.#told = new Set(moved);
  }
}
