/** Slewing (adjtime) moves the wall clock by at most 0.5 ms a second; a larger jump is the clock being set. */
const stepMs = 200;
/** Reading two clocks one after the other scatters by some ms: smoothed over this long. */
const smoothingMs = 10_000;

/** UTC from the monotonic clock: follows the wall clock smoothly, and at once when it is set. */
export class WallClock {
  private offsetMs: number | undefined;
  private observedMs = 0;

  /**
   * @param monotonicMs and `wallMs`: the two clocks at one instant
   * @returns whether the wall clock was set since the last observation
   */
  observe(monotonicMs: number, wallMs: number): boolean {
    const offsetMs = wallMs - monotonicMs;
    const stepped = this.offsetMs !== undefined && Math.abs(offsetMs - this.offsetMs) > stepMs;
    if (this.offsetMs === undefined || stepped) this.offsetMs = offsetMs;
    const share = 1 - Math.exp(-(monotonicMs - this.observedMs) / smoothingMs);
    this.offsetMs += Math.max(0, share) * (offsetMs - this.offsetMs);
    this.observedMs = monotonicMs;
    return stepped;
  }

  utcMs(monotonicMs: number): number {
    return monotonicMs + (this.offsetMs ?? 0);
  }
}
