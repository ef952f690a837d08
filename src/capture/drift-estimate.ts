/** Points kept: with a window of 4 s, a quarter of an hour. */
const mostPoints = 256;
const fewestPoints = 15;

/** Slope of lateness against time by least squares over the latest points. */
export class DriftEstimate {
  private points: { atMs: number; latenessMs: number }[] = [];

  add(atMs: number, latenessMs: number): void {
    this.points.push({ atMs, latenessMs });
    if (this.points.length > mostPoints) this.points.shift();
  }

  forget(): void {
    this.points = [];
  }

  /** Parts per million, or null with too few points to tell. */
  slopePpm(): number | null {
    const n = this.points.length;
    if (n < fewestPoints) return null;
    let meanX = 0;
    let meanY = 0;
    for (const { atMs, latenessMs } of this.points) {
      meanX += atMs / n;
      meanY += latenessMs / n;
    }
    let xx = 0;
    let xy = 0;
    for (const { atMs, latenessMs } of this.points) {
      xx += (atMs - meanX) ** 2;
      xy += (atMs - meanX) * (latenessMs - meanY);
    }
    return (1e6 * xy) / xx;
  }
}
