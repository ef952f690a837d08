import type { ClassBook } from '../enrollment/class-book.js';
import { HullprintError } from '../errors.js';

const LOOK_MS = 500;

/** Tells when another process has changed the classes of this node: within a second. */
export class ClassWatch {
  readonly #book: ClassBook;
  readonly #changed: () => void;
  #known: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(book: ClassBook, changed: () => void) {
    this.#book = book;
    this.#changed = changed;
    this.#known = book.revision;
  }

  start(): void {
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    try {
      const { revision } = this.#book;
      if (revision === this.#known) return;
      this.#changed();
      this.#known = revision;
    } catch (error) {
      // A database that another process keeps busy is looked at again.
      if (!(error instanceof HullprintError)) throw error;
    }
  }
}
