import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ClipRecorder } from '../clips/clip-recorder.js';
import { ClipShelf } from '../clips/clip-shelf.js';
import type { KeepingConfig } from '../config/keeping.js';
import { exportKinds, exportText } from '../history/export.js';
import { HistoryKeeper } from '../history/keeper.js';
import { LevelReader } from '../history/levels.js';
import { type PassageFilter, PassageReader } from '../history/passages.js';
import { TimeCorrection } from '../history/time-correction.js';
import type { Move } from '../history/unsure-times.js';
import type { History } from '../http/history-routes.js';
import type { EventMessage } from '../publish/messages.js';
import type { Said } from '../publish/publisher.js';
import type { Store } from '../store/store.js';

const TIDY_MS = 3_600_000;
const YEAR_MS = 365.25 * 86_400_000;

export const clipPath = (id: string): string => `/api/v1/clips/${id}`;

/** What a node keeps of what it heard: history and clips, and how they are read. */
export class Kept {
  readonly keeper: HistoryKeeper;
  readonly shelf: ClipShelf;
  readonly #passages: PassageReader;
  readonly #levels: LevelReader;
  readonly #node: string;
  readonly #config: KeepingConfig;
  readonly #tellsAge: () => boolean;
  readonly #correction: TimeCorrection;
  readonly #recorders = new Set<ClipRecorder>();
  #timer: NodeJS.Timeout | undefined;

  /** @param tellsAge whether the system's clock can be trusted to say how old something is */
  constructor(store: Store, folder: string, node: string, config: KeepingConfig, tellsAge: () => boolean) {
    this.#node = node;
    this.#config = config;
    this.keeper = new HistoryKeeper(store);
    this.#tellsAge = tellsAge;
    this.shelf = new ClipShelf(store, join(folder, 'clips'), config.clips, tellsAge);
    this.#correction = new TimeCorrection(store);
    this.#passages = new PassageReader(store);
    this.#levels = new LevelReader(store);
  }

  start(): void {
    this.shelf.start();
    this.#tidy();
    this.#timer = setInterval(() => this.#tidy(), TIDY_MS);
  }

  /** Resolves when what is kept is on disk. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([...this.#recorders].map((recorder) => recorder.stop()));
    this.keeper.flush();
  }

  /**
   * Moves all that was kept by a clock that was wrong. `sayAgain` is handed each passage and a function that keeps it,
   * to be called in the transaction that announces it; `done` runs in the one that moves the rest.
   *
   * @returns how many passages were said again
   */
  async correctTimes(
    moves: readonly Move[],
    sayAgain: (event: EventMessage, keep: (said: EventMessage) => void) => void,
    done: () => void,
  ): Promise<number> {
    this.keeper.flush();
    let passages = 0;
    for (const event of this.#correction.events(moves)) {
      sayAgain(event, (said) => this.keeper.corrected(said));
      passages++;
      await nextTurn();
    }
    this.#correction.move(moves, done);
    return passages;
  }

  said(said: Said): void {
    if (said.kind === 'levels') this.keeper.levels(said.message);
    if (said.kind === 'effort') this.keeper.effort(said.message);
  }

  /** Writes the clips of a channel; null where none are wanted. */
  clipRecorder(channel: string, warn: (message: string) => void): ClipRecorder | null {
    if (!this.#config.clips.enabled) return null;
    const recorder = new ClipRecorder(this.shelf, this.#node, channel, this.#config.clips, warn);
    this.#recorders.add(recorder);
    return recorder;
  }

  /** A channel that has ended hears no more. */
  async release(recorder: ClipRecorder): Promise<void> {
    await recorder.stop();
    this.#recorders.delete(recorder);
  }

  /** Where a passage was heard and its clip lies; null when there is none, or no longer. */
  heard(id: string): { channel: string; path: string } | null {
    const [passage, clip] = [this.#passages.one(id), this.shelf.find(id)];
    return passage && clip && { channel: passage.event.channel, path: clip.path };
  }

  /** What the API reads and writes. */
  history(channels: () => string[]): History {
    const passages = this.#passages;
    const levels = this.#levels;
    return {
      channels,
      one: (id) => {
        const passage = passages.one(id);
        const clip = passage && this.shelf.find(id);
        const sound = clip && { seconds: clip.seconds, start: new Date(clip.startMs).toISOString() };
        return (
          passage && { ...passage, verdicts: passages.steps(id), demon: passages.demon(id), clip: sound }
        );
      },
      list: (filter: PassageFilter, limit, after) =>
        passages.list(filter, limit, after).map(({ event, review }) => ({ event, review })),
      review: (id, review) => passages.review(id, review),
      exported: (filter: PassageFilter, format) => ({
        ...exportKinds[format],
        text: exportText(passages.pages(filter), format),
      }),
      levels: (span, points) => levels.levels(span, points),
      effort: (span, points) => levels.effort(span, points),
    };
  }

  #tidy(): void {
    if (this.#tellsAge()) this.keeper.forget(Date.now() - this.#config.history.keepYears * YEAR_MS);
    this.shelf.makeRoom();
  }
}
