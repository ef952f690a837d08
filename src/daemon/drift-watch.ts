import type { ClassBook } from '../enrollment/class-book.js';
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

  constructor(reader: DriftReader, book: ClassBook, channels: () => readonly string[], log: Logger) {
    this.#reader = reader;
    this.#book = book;
    this.#channels = channels;
    this.#log = log;
  }

  start(): void {
    this.#look();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  stop(): void {
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
      ...this.#reader.ofClass(name, this.#book.taughtMs(recordings)),
    }));
  }

  #look(): void {
    const classes = this.classes().map(({ name, earlier, latest, moved }) => ({
      name,
      earlier,
      latest,
      moved,
    }));
    const nowMs = Date.now();
    const shifts = this.#channels().map(
      (channel) => [channel, this.#reader.backgroundShiftDb(channel, nowMs)] as const,
    );
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
