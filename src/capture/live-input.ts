import type { GapReason } from './source.js';

export interface LiveLayout {
  sampleRateHz: number;
  channels: number;
}

/** Samples as they arrive from a live input. */
export interface LivePacket {
  /** Interleaved 32-bit floats, little endian, whole frames. */
  pcm: Buffer;
  /** Monotonic time (`monotonicMs`) at which the last of them arrived. */
  arrivalMs: number;
  /** Frames known to be lost between the packet before and this one. */
  lostBefore: number;
}

export interface LiveListener {
  opened(layout: LiveLayout, device: string): void;
  packet(packet: LivePacket): void;
}

/** Why an opening came to its end. */
export interface LiveEnd {
  reason: GapReason;
  message: string;
}

/** A device or stream that can be opened again and again. */
export interface LiveInput {
  /**
   * Opens it and tells the listener until it ends, by itself or because the signal aborts.
   *
   * @param layout what the first opening found, which the later ones must give too
   * @throws HullprintError for what no second try can mend
   */
  open(listener: LiveListener, layout: LiveLayout | undefined, signal: AbortSignal): Promise<LiveEnd>;
}

/** CLOCK_MONOTONIC, ms: the same in every process of the machine. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
