import { CallTrain } from './calls.js';
import type { FrameFormat } from './frame-format.js';
import { LineBank } from './lines.js';
import { OverlapAnalysis } from './overlap.js';
import type { Random } from './random.js';
import type { Sea } from './sea.js';
import { FluctuationGain, type SeaSound } from './sea-sound.js';
import { GRID_HZ, powerOfDb, type Spectrum } from './spectrum.js';

/** Time in which a sound with a beginning and an end fades in and out. */
const FADE_SECONDS = 5;

interface Source {
  sound: SeaSound;
  noisePower: Spectrum | undefined;
  fluctuation: FluctuationGain | undefined;
  lines: LineBank | undefined;
  calls: CallTrain | undefined;
}

/** Everything in the sea but the ships, frame by frame, as it arrives. */
export class SeaNoise {
  /** Power density of all noise in this frame, µPa²/Hz. */
  readonly power: Spectrum;
  /** Packed spectra of this frame of the calls and, at the tone rate, of the lines; undefined while there are none. */
  calls: Float32Array | undefined;
  tones: Float32Array | undefined;
  readonly #steadyPower: Spectrum;
  readonly #sources: Source[];
  readonly #hopSeconds: number;
  readonly #callFrames: OverlapAnalysis;
  readonly #toneFrames: OverlapAnalysis;
  readonly #callScratch: Float32Array;
  readonly #toneScratch: Float32Array;
  #seconds = 0;
  #callsRinging = false;

  constructor(sea: Sea, format: FrameFormat, random: Random) {
    this.power = new Float64Array(GRID_HZ.length);
    this.#steadyPower = sea.backgroundDb.map(powerOfDb);
    this.#hopSeconds = format.hopSeconds;
    this.#callFrames = new OverlapAnalysis(format.window);
    this.#toneFrames = new OverlapAnalysis(format.toneWindow);
    this.#callScratch = new Float32Array(format.hopLength);
    this.#toneScratch = new Float32Array(format.hopLength / format.toneDecimation);
    const toneRateHz = format.sampleRateHz / format.toneDecimation;
    this.#sources = sea.sounds.map((sound, i) => {
      const own = random.stream(`sound ${i}`);
      const { noise, lines, calls } = sound;
      return {
        sound,
        noisePower: noise?.levelDb.map(powerOfDb),
        fluctuation: noise?.fluctuation && new FluctuationGain(noise.fluctuation, own.stream('fluctuation')),
        lines: lines && new LineBank(lines, toneRateHz, own.stream('lines')),
        calls: calls && new CallTrain(calls(own.stream('calls')), format.sampleRateHz, own.stream('phases')),
      };
    });
  }

  /** Goes on by half a frame. */
  advance(): void {
    this.#seconds += this.#hopSeconds;
    this.power.set(this.#steadyPower);
    this.#callFrames.next.fill(0);
    this.#toneFrames.next.fill(0);
    let calling = false;
    let tonal = false;
    for (const source of this.#sources) {
      const gain = presence(source.sound, this.#seconds);
      this.#addNoise(source, gain * gain);
      const { calls, lines } = source;
      if (calls && addScaled(this.#callFrames.next, this.#callScratch, gain, (out) => calls.addTo(out)))
        calling = true;
      if (lines && gain > 0) {
        addScaled(this.#toneFrames.next, this.#toneScratch, gain, (out) => lines.addTo(out, 0, 1));
        tonal = true;
      }
    }
    this.calls =
      calling || this.#callsRinging ? copyInto(this.calls, this.#callFrames.transform()) : undefined;
    this.tones = tonal ? copyInto(this.tones, this.#toneFrames.transform()) : undefined;
    this.#callsRinging = calling;
  }

  #addNoise({ noisePower, fluctuation }: Source, gain: number): void {
    if (!noisePower) return;
    const total = gain * (fluctuation?.advance(this.#hopSeconds) ?? 1);
    if (total === 0) return;
    for (let i = 0; i < this.power.length; i++) this.power[i] = this.power[i]! + total * noisePower[i]!;
  }
}

/** Amplitude 0 to 1 of a sound that begins and ends. */
function presence({ during }: SeaSound, seconds: number): number {
  if (!during) return 1;
  const inside = Math.min(seconds - during.fromSeconds, during.untilSeconds - seconds);
  return Math.min(Math.max(inside / FADE_SECONDS, 0), 1);
}

/** Adds `gain` times what `add` writes; false where that says that nothing sounded. */
function addScaled(
  into: Float32Array,
  scratch: Float32Array,
  gain: number,
  add: (out: Float32Array) => unknown,
): boolean {
  scratch.fill(0);
  if (add(scratch) === false || gain === 0) return false;
  for (let i = 0; i < into.length; i++) into[i] = into[i]! + gain * scratch[i]!;
  return true;
}

function copyInto(kept: Float32Array | undefined, values: Float32Array): Float32Array {
  const copy = kept ?? new Float32Array(values.length);
  copy.set(values);
  return copy;
}
