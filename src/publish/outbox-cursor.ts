import type { Outbox, OutboxRow } from './outbox.js';

/**
 * The way through the outbox on one connection to the broker: every row once, in order, from the oldest that is
 * not acknowledged. Rows from before the connection carry `replayed: true`: they were written while there was
 * none, or went out on an earlier one that did not live to acknowledge them.
 */
export class OutboxCursor {
  readonly #outbox: Outbox;
  readonly #lastSeqBefore: number;
  #position = 0;
  #acknowledged: number[] = [];

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
    this.#lastSeqBefore = outbox.lastSeq;
  }

  next(): OutboxRow | undefined {
    const row = this.#outbox.following(this.#position);
    if (row === undefined) return undefined;
    this.#position = row.seq;
    return row.seq > this.#lastSeqBefore ? row : { ...row, payload: asReplayed(row.payload) };
  }

  /** Notes a PUBACK; the row goes at the next `settle`, so that many share one write to disk. */
  acknowledge(seq: number): void {
    this.#acknowledged.push(seq);
  }

  /** Takes the acknowledged rows out. Those that a crash keeps from here are sent again. */
  settle(): void {
    const seqs = this.#acknowledged;
    this.#acknowledged = [];
    this.#outbox.remove(seqs);
  }
}

function asReplayed(payload: string): string {
  const message = JSON.parse(payload) as { replayed?: boolean };
  return message.replayed === undefined ? payload : JSON.stringify({ ...message, replayed: true });
}
