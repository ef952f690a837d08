/** Takes exact lengths off a stream of chunks of any length, holding no more than it was asked for plus a chunk. */
export class ByteReader {
  /** Bytes taken or skipped so far. */
  position = 0;
  private readonly chunks: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** The next `length` bytes, or fewer at the end of the stream. */
  async take(length: number): Promise<Buffer> {
    const taken = await this.peek(length);
    this.held = this.held.subarray(taken.length);
    this.position += taken.length;
    return taken;
  }

  /** What `take` would give, left where it is. */
  async peek(length: number): Promise<Buffer> {
    if (this.held.length < length) {
      const parts = this.held.length > 0 ? [this.held] : [];
      for (let bytes = this.held.length; bytes < length; ) {
        const next = await this.chunks.next();
        if (next.done) break;
        parts.push(next.value);
        bytes += next.value.length;
      }
      this.held = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    }
    return this.held.subarray(0, length);
  }

  /** Passes over `length` bytes; false when the stream ends before. */
  async skip(length: number): Promise<boolean> {
    let left = length;
    while (left > 0) {
      const skipped = (await this.take(Math.min(left, 65_536))).length;
      if (skipped === 0) return false;
      left -= skipped;
    }
    return true;
  }

  /** What has arrived, in whole units of so many bytes, at least one; nothing at the end of the stream. */
  async takeWhole(unitBytes: number): Promise<Buffer> {
    await this.peek(unitBytes);
    return this.take(this.held.length - (this.held.length % unitBytes));
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}
