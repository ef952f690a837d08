import { Counter } from 'prom-client';
import {
  channelState,
  hydrophoneProblem,
  type LevelsMessage,
  type StateMessage,
  stateMessage,
} from '../publish/messages.js';
import type { Said } from '../publish/publisher.js';
import {
  type ChannelHealth,
  channelCounter,
  channelGauge,
  labelledGauge,
  type Source,
} from './channel-series.js';

const sizes = stateMessage.shape.size.unwrap().options;

/** What the channels said last and so far. */
export class ChannelMetrics {
  readonly #states = new Map<string, StateMessage>();
  readonly #levels = new Map<string, LevelsMessage>();
  readonly #passages: Counter;
  readonly #heard: Counter;

  constructor(source: Source) {
    const { registers } = source;
    this.#passages = new Counter({
      name: 'hullprint_passages_total',
      help: 'Passages that have ended, by the size of the ship',
      labelNames: ['channel', 'size'],
      registers,
    });
    this.#heard = new Counter({
      name: 'hullprint_heard_seconds_total',
      help: 'Time really listened to; counted when a minute is complete',
      labelNames: ['channel'],
      registers,
    });
    this.#verdicts(source);
    accounts(source);
  }

  said({ kind, message }: Said): void {
    const { channel } = message;
    if (kind === 'state') this.#states.set(channel, message);
    if (kind === 'levels') this.#levels.set(channel, message);
    if (kind === 'effort') this.#heard.inc({ channel }, message.secondsHeard);
    if (kind === 'event' && message.phase === 'end') this.#passages.inc({ channel, size: message.size });
  }

  #verdicts(source: Source): void {
    const now = ({ channel, state }: ChannelHealth) =>
      state === 'listening' ? this.#states.get(channel) : undefined;
    const level = ({ channel, state }: ChannelHealth) =>
      state === 'listening' ? this.#levels.get(channel) : undefined;
    labelledGauge(
      source,
      'hullprint_verdict',
      '1 for the size that the channel hears now, 0 for the others',
      'size',
      (channel) => {
        const state = now(channel);
        return state ? sizes.map((size) => [size, state.size === size ? 1 : 0]) : [];
      },
    );
    channelGauge(
      source,
      'hullprint_confidence_ratio',
      'How sure the verdict is, 0 to 1',
      (channel) => now(channel)?.confidence ?? null,
    );
    labelledGauge(
      source,
      'hullprint_sound_pressure_level_decibels',
      'Broadband level of the latest ten seconds, dB re the reference',
      'reference',
      (channel) => {
        const { reference, splDb = null } = level(channel) ?? {};
        return reference && splDb !== null ? [[reference, splDb]] : [];
      },
    );
  }
}

/** What `health` keeps account of. */
function accounts(source: Source): void {
  channelCounter(source, 'hullprint_gaps_total', 'Holes in the sound', ({ gaps }) => gaps);
  channelCounter(
    source,
    'hullprint_overflows_total',
    'Holes because the board did not keep up',
    ({ overflows }) => overflows,
  );
  channelCounter(
    source,
    'hullprint_missing_seconds_total',
    'Time that was not heard',
    ({ missingSeconds }) => missingSeconds,
  );
  labelledGauge(
    source,
    'hullprint_channel_state',
    '1 for the state that the channel is in, 0 for the others',
    'state',
    ({ state }) => channelState.options.map((each) => [each, each === state ? 1 : 0]),
  );
  labelledGauge(
    source,
    'hullprint_hydrophone_problem',
    '1 for what is wrong with the hydrophone now, 0 for what is not',
    'problem',
    ({ problems }) => hydrophoneProblem.options.map((each) => [each, problems.includes(each) ? 1 : 0]),
  );
  channelGauge(
    source,
    'hullprint_last_sample_age_seconds',
    'Time since the latest sample, by the clock of its source',
    ({ lastSample }) => (lastSample ? (Date.now() - Date.parse(lastSample)) / 1000 : null),
  );
  channelGauge(
    source,
    'hullprint_clipped_ratio',
    'Share of the latest samples at full scale',
    ({ clippedFraction }) => clippedFraction,
  );
}
