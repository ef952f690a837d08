import { Counter, Gauge, type Registry } from 'prom-client';
import type { HealthMessage } from '../publish/messages.js';

export type ChannelHealth = HealthMessage['channels'][number];

/** Where metrics go, and the account of the channels that there are when they are asked for. */
export interface Source {
  registers: Registry[];
  channels(): ChannelHealth[];
}

/** A count that the account of each channel holds. */
export function channelCounter(
  { registers, channels }: Source,
  name: string,
  help: string,
  of: (channel: ChannelHealth) => number,
): void {
  new Counter({
    name,
    help,
    labelNames: ['channel'],
    registers,
    collect() {
      this.reset();
      for (const channel of channels()) this.inc({ channel: channel.channel }, of(channel));
    },
  });
}

/** A number for each channel; none where it is null. */
export function channelGauge(
  { registers, channels }: Source,
  name: string,
  help: string,
  of: (channel: ChannelHealth) => number | null,
): void {
  new Gauge({
    name,
    help,
    labelNames: ['channel'],
    registers,
    collect() {
      this.reset();
      for (const channel of channels()) {
        const value = of(channel);
        if (value !== null) this.set({ channel: channel.channel }, value);
      }
    },
  });
}

/** One number for each value of a label, for each channel. */
export function labelledGauge<Label extends string>(
  { registers, channels }: Source,
  name: string,
  help: string,
  label: Label,
  of: (channel: ChannelHealth) => [value: string, number: number][],
): void {
  new Gauge({
    name,
    help,
    labelNames: ['channel', label],
    registers,
    collect() {
      this.reset();
      for (const channel of channels())
        for (const [value, number] of of(channel))
          this.set({ channel: channel.channel, [label]: value } as Record<'channel' | Label, string>, number);
    },
  });
}
