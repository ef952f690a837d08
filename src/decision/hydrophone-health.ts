import { type HydrophoneMeasurements, problemsOf } from './hydrophone-problems.js';
import { MainsHum } from './mains-hum.js';

/** How a hydrophone does. */
export interface HydrophoneHealth extends HydrophoneMeasurements {
  /** What is wrong now, worst first, each with one sentence that says what it is and what to do. */
  problems: ReturnType<typeof problemsOf>;
}

const SECONDS = 10;
/** Samples looked at together: a few hundred chunks a second are also the values that hum is sought in. */
const CHUNKS_PER_SECOND = 500;
/** A rail, re full scale, and how many equal samples in a row make a flat top: a sine that just fits has none. */
const RAIL = 0.99;
const FLAT_TOP_SAMPLES = 3;

interface Second {
  sum: number;
  power: number;
  clipped: number;
  nonFinite: number;
  /** Some sample differed from the one before it. */
  varies: boolean;
}

/** Watches raw PCM (full scale ±1) for the faults that hydrophones, cables and converters have. */
export class HydrophoneWatch {
  readonly #chunk: Float32Array;
  readonly #chunksPerSecond: number;
  readonly #hum: MainsHum;
  readonly #seconds: Second[] = [];
  #second = emptySecond();
  #samplesInChunk = 0;
  #chunksInSecond = 0;
  /** The latest sample of a chunk that was looked at closely, and how many times in a row it came. */
  #latest = Number.NaN;
  #run = 0;

  /** @param sampleRateHz 8 to 384 kHz */
  constructor(sampleRateHz: number) {
    const chunkLength = 2 * Math.round(sampleRateHz / CHUNKS_PER_SECOND / 2);
    this.#chunk = new Float32Array(chunkLength);
    this.#chunksPerSecond = Math.round(sampleRateHz / chunkLength);
    this.#hum = new MainsHum(sampleRateHz / chunkLength);
  }

  /** Any chopping gives the same health. The samples are only read. */
  push(samples: Float32Array): void {
    const length = this.#chunk.length;
    let start = 0;
    if (this.#samplesInChunk > 0) {
      start = Math.min(samples.length, length - this.#samplesInChunk);
      this.#keep(samples, 0, start);
      if (this.#samplesInChunk < length) return;
      this.#samplesInChunk = 0;
      this.#listen(this.#chunk, 0);
    }
    for (; start + length <= samples.length; start += length) this.#listen(samples, start);
    this.#keep(samples, start, samples.length);
  }

  snapshot(): HydrophoneHealth {
    const measurements = this.#measure();
    return { problems: problemsOf(measurements), ...measurements };
  }

  #keep(samples: Float32Array, start: number, end: number): void {
    for (let i = start; i < end; i++) this.#chunk[this.#samplesInChunk++] = samples[i]!;
  }

  #measure(): HydrophoneMeasurements {
    const heard = this.#seconds.length * this.#chunksPerSecond * this.#chunk.length;
    const total = (quantity: 'sum' | 'power' | 'clipped' | 'nonFinite') =>
      this.#seconds.reduce((sum, second) => sum + second[quantity], 0);
    const finite = heard - total('nonFinite');
    const mean = finite > 0 ? total('sum') / finite : null;
    const power = mean === null ? null : Math.max(0, total('power') / finite - mean * mean);
    const hum = this.#hum.strongest;
    return {
      clippedFraction: heard > 0 ? total('clipped') / heard : 0,
      dcOffset: mean,
      constant: mean !== null && !this.#seconds.some(({ varies }) => varies),
      levelDb: power === null ? null : 10 * Math.log10(power),
      humDb: hum?.humDb ?? null,
      mainsHz: hum?.mainsHz ?? null,
      nonFiniteFraction: heard > 0 ? total('nonFinite') / heard : 0,
    };
  }

  /** Only sums are taken of a healthy chunk; one that is suspect is looked at sample by sample. */
  #listen(samples: Float32Array, start: number): void {
    const end = start + this.#chunk.length;
    // Two sums each, so that an addition need not wait for the one before: half the time.
    let sumEven = 0;
    let sumOdd = 0;
    let powerEven = 0;
    let powerOdd = 0;
    for (let i = start; i < end; i += 2) {
      const even = samples[i]!;
      const odd = samples[i + 1]!;
      sumEven += even;
      sumOdd += odd;
      powerEven += even * even;
      powerOdd += odd * odd;
    }
    const sum = sumEven + sumOdd;
    const power = powerEven + powerOdd;
    const second = this.#second;
    const mayClip = power >= RAIL * RAIL;
    const mayBeConstant = power * this.#chunk.length - sum * sum <= 1e-6 * power * this.#chunk.length;
    const allFinite = Number.isFinite(power);
    if (mayClip || mayBeConstant || !allFinite) this.#lookClosely(samples, start, end);
    else this.#passHealthy();
    if (allFinite) {
      second.sum += sum;
      second.power += power;
    }
    this.#hum.add(allFinite ? sum / this.#chunk.length : 0);
    if (++this.#chunksInSecond === this.#chunksPerSecond) this.#endSecond();
  }

  #passHealthy(): void {
    this.#second.varies = true;
    this.#latest = Number.NaN;
  }

  /** Counts flat tops, changes and what is not a number; a chunk with such a sample adds its finite ones here. */
  #lookClosely(samples: Float32Array, start: number, end: number): void {
    const second = this.#second;
    let finiteSum = 0;
    let finitePower = 0;
    let nonFinite = 0;
    for (let i = start; i < end; i++) {
      const sample = samples[i]!;
      if (!Number.isFinite(sample)) {
        nonFinite++;
        continue;
      }
      finiteSum += sample;
      finitePower += sample * sample;
      if (sample === this.#latest) {
        this.#run++;
        if (this.#run >= FLAT_TOP_SAMPLES && Math.abs(sample) >= RAIL) {
          second.clipped += this.#run === FLAT_TOP_SAMPLES ? FLAT_TOP_SAMPLES : 1;
        }
      } else {
        if (!Number.isNaN(this.#latest)) second.varies = true;
        this.#latest = sample;
        this.#run = 1;
      }
    }
    if (nonFinite === 0) return;
    second.nonFinite += nonFinite;
    second.sum += finiteSum;
    second.power += finitePower;
  }

  #endSecond(): void {
    this.#seconds.push(this.#second);
    if (this.#seconds.length > SECONDS) this.#seconds.shift();
    this.#second = emptySecond();
    this.#chunksInSecond = 0;
  }
}

function emptySecond(): Second {
  return { sum: 0, power: 0, clipped: 0, nonFinite: 0, varies: false };
}
