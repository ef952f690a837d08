import { Dropouts } from './dropouts.js';
import type { FrameFormat } from './frame-format.js';
import { LineBank } from './lines.js';
import { addShaped, OverlapAnalysis, OverlapSynthesis } from './overlap.js';
import type { Random } from './random.js';
import type { ReceivedPath } from './received-path.js';
import type { Recorder } from './recorder.js';
import type { SeaNoise } from './sea-noise.js';
import type { ShipSound } from './ship-sound.js';
import { meanSnrDb } from './snr.js';
import { amplitudeOfDb, BinInterpolation, dbOfPower, GRID_HZ, powerOfDb, type Spectrum } from './spectrum.js';

/** A ship as one hydrophone hears it. */
export interface HeardShip {
  sound: ShipSound;
  path: ReceivedPath;
}

/** One hydrophone: gathers what arrives in a frame, shapes it with the recorder and gives samples. */
export class HydrophoneChannel {
  readonly #format: FrameFormat;
  readonly #random: Random;
  readonly #bins: BinInterpolation;
  readonly #responsePower: Spectrum;
  readonly #response: Float32Array;
  readonly #selfNoisePower: Spectrum;
  readonly #perFullScale: number;
  readonly #dcOffset: number;
  readonly #hum: LineBank | undefined;
  readonly #dropouts: Dropouts | undefined;
  readonly #noiseFrames: OverlapAnalysis;
  readonly #humFrames: OverlapAnalysis;
  readonly #synthesis: OverlapSynthesis;
  readonly #arriving: Float32Array;
  readonly #grid: Spectrum = new Float64Array(GRID_HZ.length);
  readonly #amplitude: Spectrum = new Float64Array(GRID_HZ.length);
  readonly #gain: Float32Array;
  readonly #toneGain: Float32Array;

  constructor(recorder: Recorder, format: FrameFormat, random: Random) {
    const { frameLength, toneDecimation, sampleRateHz } = format;
    this.#format = format;
    this.#random = random.stream('noise');
    this.#bins = new BinInterpolation(frameLength, sampleRateHz);
    this.#responsePower = recorder.responseDb.map(powerOfDb);
    this.#selfNoisePower = recorder.selfNoiseDb.map(powerOfDb);
    this.#perFullScale = 1 / amplitudeOfDb(recorder.fullScaleDb);
    this.#dcOffset = recorder.dcOffset;
    this.#hum = recorder.hum.length
      ? new LineBank(recorder.hum, sampleRateHz / toneDecimation, random.stream('hum'))
      : undefined;
    this.#dropouts =
      recorder.dropouts && new Dropouts(recorder.dropouts, sampleRateHz, random.stream('dropouts'));
    this.#noiseFrames = new OverlapAnalysis(format.window);
    this.#humFrames = new OverlapAnalysis(format.toneWindow);
    this.#synthesis = new OverlapSynthesis(format.window);
    this.#arriving = new Float32Array(frameLength);
    this.#gain = new Float32Array(frameLength / 2 + 1);
    this.#toneGain = new Float32Array(frameLength / toneDecimation / 2 + 1);
    this.#response = new Float32Array(this.#gain.length);
    this.#bins.fill(this.#responsePower.map(Math.sqrt), this.#response);
  }

  /** Gives the next half frame; full scale is ±1. */
  render(sea: SeaNoise, ships: readonly HeardShip[], out: Float32Array): void {
    const arriving = this.#arriving.fill(0);
    for (const { sound, path } of ships) {
      this.#shape(this.#gain, product(sound.modulatedPower, path.power, this.#grid), this.#whiteNoiseScale);
      addShaped(arriving, sound.noise, this.#gain);
      this.#shape(this.#toneGain, path.power, this.#toneScale);
      addShaped(arriving, sound.tones, this.#toneGain);
    }
    if (sea.calls) addShaped(arriving, sea.calls, this.#gain.fill(1));
    if (sea.tones) addShaped(arriving, sea.tones, this.#toneGain.fill(this.#toneScale));
    respond(arriving, this.#response);
    this.#addNoise(sea, ships);
    this.#addHum();
    this.#synthesis.add(arriving, out);
    this.#convert(out);
  }

  /** Each ship over everything else at the output, in this frame: see meanSnrDb. */
  snrDb(sea: SeaNoise, ships: readonly HeardShip[]): number[] {
    const received = ships.map(({ sound, path }) =>
      path.power.map((loss, i) => loss * (sound.modulatedPower[i]! + sound.steadyPower[i]!)),
    );
    const total = sea.power.map((power, i) => received.reduce((sum, ship) => sum + ship[i]!, power));
    return received.map((ship) =>
      meanSnrDb(
        ship.map((power, i) => {
          const response = this.#responsePower[i]!;
          const rest = (total[i]! - power) * response + this.#selfNoisePower[i]!;
          return dbOfPower((power * response) / rest);
        }),
      ),
    );
  }

  /** Noise of sea and recorder, and the ships' unmodulated noise, in one draw: independent noises add in power. */
  #addNoise(sea: SeaNoise, ships: readonly HeardShip[]): void {
    const power = this.#grid;
    const response = this.#responsePower;
    const selfNoise = this.#selfNoisePower;
    power.set(sea.power);
    for (const { sound, path } of ships) {
      const [sent, arrived] = [sound.steadyPower, path.power];
      for (let i = 0; i < power.length; i++) power[i] = power[i]! + sent[i]! * arrived[i]!;
    }
    for (let i = 0; i < power.length; i++) power[i] = power[i]! * response[i]! + selfNoise[i]!;
    this.#shape(this.#gain, power, this.#whiteNoiseScale);
    this.#random.fillNormal(this.#noiseFrames.next);
    addShaped(this.#arriving, this.#noiseFrames.transform(), this.#gain);
  }

  #addHum(): void {
    if (!this.#hum) return;
    this.#hum.addTo(this.#humFrames.next.fill(0), 0, 1);
    addShaped(this.#arriving, this.#humFrames.transform(), this.#toneGain.fill(this.#toneScale));
  }

  #convert(out: Float32Array): void {
    const perFullScale = this.#perFullScale;
    const dcOffset = this.#dcOffset;
    for (let i = 0; i < out.length; i++)
      out[i] = Math.min(Math.max(out[i]! * perFullScale + dcOffset, -1), 1);
    this.#dropouts?.silence(out);
  }

  /** Amplitudes on the bins of `gain` from a power on the grid. */
  #shape(gain: Float32Array, power: Spectrum, scale: number): void {
    const amplitude = this.#amplitude;
    for (let i = 0; i < amplitude.length; i++) amplitude[i] = scale * Math.sqrt(power[i]!);
    this.#bins.fill(amplitude, gain);
  }

  /** White noise of unit variance has a one-sided density of 2 over the sample rate. */
  get #whiteNoiseScale(): number {
    return Math.sqrt(this.#format.sampleRateHz / 2);
  }

  /** A transform of every n-th sample is a n-th of the whole one. */
  get #toneScale(): number {
    return this.#format.toneDecimation;
  }
}

function product(a: Spectrum, b: Spectrum, out: Spectrum): Spectrum {
  for (let i = 0; i < out.length; i++) out[i] = a[i]! * b[i]!;
  return out;
}

/** Multiplies a packed spectrum with a response. */
function respond(spectrum: Float32Array, response: Float32Array): void {
  const end = 2 * (response.length - 1);
  for (let i = 2, bin = 1; i < end; i += 2, bin++) {
    spectrum[i] = spectrum[i]! * response[bin]!;
    spectrum[i + 1] = spectrum[i + 1]! * response[bin]!;
  }
}
