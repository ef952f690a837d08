import type { Config } from '../config.js';
import type { Encoder } from '../embedding/encoder.js';
import type { ClassBook } from '../enrollment/class-book.js';
import { supportedClasses, withClasses } from '../enrollment/enrolled-model.js';
import type { InferenceTimes } from '../inference-times.js';
import type { Logger } from '../log.js';
import { loadModel, type Model } from '../model.js';

const RETIRED_MODEL_MS = 60_000;

/** Throws HullprintError for what a person must mend. */
export function configuredModel(model: string, { backend, device }: Config['compute']): Promise<Model> {
  return loadModel(model, backend, { gpuOnly: device === 'gpu' });
}

/** The model in use: as shipped, with the classes that are enrolled. Both may change while channels listen. */
export class LiveModel {
  readonly #book: ClassBook;
  readonly #times: InferenceTimes;
  readonly #log: Logger;
  #shipped: Model;
  #model: Model;
  #encoder: Encoder;

  constructor(shipped: Model, book: ClassBook, times: InferenceTimes, log: Logger) {
    this.#book = book;
    this.#times = times;
    this.#log = log;
    this.#shipped = shipped;
    this.#model = this.#withClasses();
    this.#encoder = times.around(shipped.encoder);
    this.#tell();
  }

  get model(): Model {
    return this.#model;
  }

  /** The model's, timed. */
  get encoder(): Encoder {
    return this.#encoder;
  }

  /** Puts another shipped model in its place; the old one is let go of when its last windows have long been embedded. */
  replace(shipped: Model): void {
    const { encoder } = this.#shipped;
    setTimeout(() => encoder.dispose(), RETIRED_MODEL_MS).unref();
    this.#shipped = shipped;
    this.#model = this.#withClasses();
    this.#encoder = this.#times.around(shipped.encoder);
    this.#tell();
  }

  /** Reads the enrolled classes anew. */
  takeClasses(): void {
    this.#model = this.#withClasses();
    this.#log.info({ classes: this.#model.classNames }, 'classes changed');
  }

  #withClasses(): Model {
    const { supported, foreign } = supportedClasses(this.#book, this.#shipped.identity);
    if (foreign.length)
      this.#log.warn(
        { classes: foreign },
        'enrolled with another model: hullprint classes renew embeds them anew',
      );
    return withClasses(this.#shipped, supported);
  }

  #tell(): void {
    const { manifest, identity, encoder } = this.#shipped;
    const { name, device } = encoder.backend;
    const { skipped } = encoder;
    this.#log.info({ model: manifest.name, identity, backend: name, device, skipped }, 'model loaded');
  }
}
