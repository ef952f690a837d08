import { CallTrain } from './calls.js';
import { CavitationEnvelope } from './cavitation.js';
import { square } from './elementary.js';
import type { FrameFormat } from './frame-format.js';
import { LineBank } from './lines.js';
import { knockCalls } from './machinery.js';
import { OverlapAnalysis } from './overlap.js';
import type { Random } from './random.js';
import { GRID_HZ, powerOfDb, type Spectrum } from './spectrum.js';
import type { Vessel } from './vessel.js';

/** A ship at 1 m, frame by frame: modulated white noise that awaits its spectrum, and lines and knocks in µPa. */
export class ShipSound {
  /** Power density of the noise that the propeller modulates, and of the rest; µPa²/Hz at 1 m. */
  readonly modulatedPower: Spectrum;
  readonly steadyPower: Spectrum;
  /** Packed spectrum of this frame of modulated white noise of unit variance. */
  readonly noise: Float32Array;
  /** Packed spectrum of this frame of lines and knocks, at the tone rate. */
  readonly tones: Float32Array;
  readonly #format: FrameFormat;
  readonly #random: Random;
  readonly #envelope: CavitationEnvelope;
  readonly #points: Float32Array;
  #lastPoint = 1;
  readonly #lines: LineBank;
  readonly #knocks: CallTrain | undefined;
  readonly #noiseFrames: OverlapAnalysis;
  readonly #toneFrames: OverlapAnalysis;

  constructor(vessel: Vessel, format: FrameFormat, random: Random) {
    const toneRateHz = format.sampleRateHz / format.toneDecimation;
    const squareCorner = square(vessel.modulatedAboveHz);
    const share = GRID_HZ.map((f) => (f * f) / (f * f + squareCorner));
    this.modulatedPower = vessel.sourceLevelDb.map((level, i) => powerOfDb(level) * share[i]!);
    this.steadyPower = vessel.sourceLevelDb.map((level, i) => powerOfDb(level) * (1 - share[i]!));
    this.noise = new Float32Array(format.frameLength);
    this.tones = new Float32Array(format.frameLength / format.toneDecimation);
    this.#format = format;
    this.#random = random.stream('noise');
    this.#envelope = new CavitationEnvelope(vessel.cavitation, random.stream('envelope'));
    this.#points = new Float32Array(format.hopLength / format.envelopeStep);
    this.#lines = new LineBank(vessel.lines, toneRateHz, random.stream('lines'));
    const { knocks } = vessel;
    this.#knocks =
      knocks &&
      new CallTrain(knockCalls(random.stream('knocks'), knocks, vessel.sourceLevelDb), toneRateHz, random);
    this.#noiseFrames = new OverlapAnalysis(format.window);
    this.#toneFrames = new OverlapAnalysis(format.toneWindow);
  }

  /** In this frame, as the shaft turns. */
  get shaftHz(): number {
    return this.#envelope.shaftHz;
  }

  /** Goes on by half a frame and renews `noise` and `tones`. */
  advance(doppler: number): void {
    const { sampleRateHz, envelopeStep } = this.#format;
    this.#envelope.fill(this.#points, sampleRateHz / envelopeStep, doppler);
    this.#random.fillNormal(this.#noiseFrames.next);
    this.#modulate(this.#noiseFrames.next);
    this.noise.set(this.#noiseFrames.transform());
    const tones = this.#toneFrames.next.fill(0);
    this.#lines.addTo(tones, this.#envelope.shaftHz, doppler);
    this.#knocks?.addTo(tones);
    this.tones.set(this.#toneFrames.transform());
  }

  /** Multiplies with the envelope, linear between its points. */
  #modulate(noise: Float32Array): void {
    const step = this.#format.envelopeStep;
    let from = this.#lastPoint;
    let i = 0;
    for (const to of this.#points) {
      const rise = (to - from) / step;
      for (let j = 1; j <= step; j++, i++) noise[i] = noise[i]! * (from + rise * j);
      from = to;
    }
    this.#lastPoint = from;
  }
}
