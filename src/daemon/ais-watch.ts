import { AisReceiver } from '../ais/ais-receiver.js';
import { type AisMatch, matchPassage } from '../ais/passage-match.js';
import type { AisConfig, PositionConfig } from '../config/ais.js';
import { HullprintError } from '../errors.js';
import type { Logger } from '../log.js';

/** Tells which ship a passage was, where a receiver of AIS sends what it hears. */
export class AisWatch {
  readonly #config: AisConfig;
  readonly #place: { latitudeDegrees: number; longitudeDegrees: number };
  readonly #log: Logger;
  readonly #receiver: AisReceiver;

  constructor(config: AisConfig, { latitude, longitude }: PositionConfig, log: Logger) {
    this.#config = config;
    this.#place = { latitudeDegrees: latitude, longitudeDegrees: longitude };
    this.#log = log;
    this.#receiver = new AisReceiver(() => log.info('AIS is heard'));
  }

  /** A port that is taken costs the names of ships, not the hearing. */
  async start(): Promise<void> {
    try {
      const port = await this.#receiver.start(this.#config.address, this.#config.port);
      this.#log.info({ port }, 'listening for AIS');
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      this.#log.error(error.message);
    }
  }

  stop(): void {
    this.#receiver.stop();
  }

  /** @param loudestMs UTC of the closest approach as it was heard */
  match(loudestMs: number): AisMatch | null {
    return matchPassage(this.#receiver.tracks.ships, this.#place, loudestMs, this.#config.farthestM);
  }
}
