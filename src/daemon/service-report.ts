import { monotonicMs } from '../capture/live-input.js';
import { Liveness, type Watched } from './liveness.js';
import type { ServiceManager } from './service-manager.js';
import { statusLine } from './status-line.js';

const LOOK_EACH_MS = 1000;
/** Below this a pause is none: blocks of a stream may come in portions. */
const STILL_WORTH_A_WORD_MS = 20_000;

/**
 * Tells the service manager how the daemon does: that it is ready, that it lives, and in words what it does. It looks
 * each second, but a sign of life takes work: one on which every channel has got on since the sign before.
 */
export class ServiceReport {
  readonly #manager: ServiceManager;
  readonly #channels: () => readonly Watched[];
  readonly #broker: () => string | null;
  readonly #liveness = new Liveness(monotonicMs());
  #timer: NodeJS.Timeout | undefined;
  #ready = false;
  #livedMs = 0;
  #status = '';
  /** Stands at the end of the status until the next reload. */
  #refusal: string | null = null;

  /** @param broker why there is no broker, or null */
  constructor(
    manager: ServiceManager,
    channels: () => readonly Watched[],
    broker: () => string | null = () => null,
  ) {
    this.#manager = manager;
    this.#channels = channels;
    this.#broker = broker;
  }

  start(): void {
    const eachMs = Math.min(LOOK_EACH_MS, (this.#manager.watchdogMs ?? LOOK_EACH_MS) / 4);
    this.#timer = setInterval(() => this.look(), eachMs);
  }

  /** Says that the daemon ends. */
  stop(): void {
    clearInterval(this.#timer);
    this.#manager.tell('STOPPING=1', 'STATUS=ending the open passages');
  }

  /** Says that the configuration is read anew; `reloaded` must follow. */
  reloading(): void {
    this.#manager.tell('RELOADING=1', `MONOTONIC_USEC=${Math.round(monotonicMs() * 1000)}`);
  }

  /** @param refusal why the configuration stays as it was */
  reloaded(refusal: string | null = null): void {
    this.#refusal = refusal;
    this.#manager.tell('READY=1');
    this.look();
  }

  /** Says what there is to say now. */
  look(): void {
    const channels = this.#channels();
    if (!this.#ready) {
      this.#ready = this.#liveness.started(channels, monotonicMs());
      if (!this.#ready) {
        this.#sayStatus('starting');
        return;
      }
      this.#manager.tell('READY=1');
      this.#livedMs = monotonicMs();
    }
    const still = this.#liveness.standingStill(channels);
    if (still.length === 0) {
      this.#liveness.note(channels);
      this.#livedMs = monotonicMs();
      this.#manager.tell('WATCHDOG=1');
    }
    const stillMs = monotonicMs() - this.#livedMs;
    const stuck = stillMs > STILL_WORTH_A_WORD_MS ? `${still.join(', ')} does not get on` : null;
    this.#sayStatus(
      statusLine(
        channels.map((channel) => channel.progress()),
        [stuck, this.#broker(), this.#refusal],
      ),
    );
  }

  #sayStatus(status: string): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#manager.tell(`STATUS=${status}`);
  }
}
