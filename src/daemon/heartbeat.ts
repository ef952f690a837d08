import { healthBody } from '../health.js';
import type { InferenceTimes } from '../inference-times.js';
import type { Logger } from '../log.js';
import type { HealthMessage } from '../publish/messages.js';
import type { HealthBody, Publisher } from '../publish/publisher.js';
import type { ClockWatch } from './clock-watch.js';
import type { DriftWatch } from './drift-watch.js';
import type { Listeners } from './listeners.js';
import { ProblemWatch } from './problem-watch.js';

const EACH_MS = 30_000;

/** What health is read off. */
export interface Vitals {
  listeners: Listeners;
  publisher: Publisher;
  drift: DriftWatch;
  clock: ClockWatch;
  times: InferenceTimes;
  log: Logger;
}

/** Says each half minute how the node does, and tells the log of each problem of a hydrophone once. */
export class Heartbeat {
  readonly #vitals: Vitals;
  readonly #problems = new ProblemWatch();
  readonly #startedMs = Date.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(vitals: Vitals) {
    this.#vitals = vitals;
  }

  start(): void {
    this.say();
    this.#timer = setInterval(() => this.#beat(), EACH_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Says it now. */
  say(): void {
    this.#vitals.publisher.health(this.health(this.#vitals.times.take()));
  }

  health(inference: HealthMessage['inference']): HealthBody {
    const { listeners, drift, clock } = this.#vitals;
    const uptimeSeconds = (Date.now() - this.#startedMs) / 1000;
    return healthBody(listeners.heard, inference, drift.now, clock.synchronised, uptimeSeconds);
  }

  #beat(): void {
    const { listeners, log } = this.#vitals;
    this.say();
    for (const { channel, problem, advice } of this.#problems.newOnes(listeners.heard))
      log.warn({ channel, problem }, advice);
  }
}
