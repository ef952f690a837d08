import { cos, exp, sin } from './elementary.js';
import type { Random } from './random.js';

/** One short sound: an animal's call, a knock, a ping. */
export interface Call {
  startSeconds: number;
  durationSeconds: number;
  /** The frequency glides from the first to the second. */
  startHz: number;
  endHz: number;
  /** Largest amplitude, µPa. */
  peakMicropascal: number;
  /** `swell` rises and falls, `decay` strikes and rings off, `gate` is on and then off. */
  shape: 'swell' | 'decay' | 'gate';
}

interface Sounding {
  call: Call;
  sample: number;
  phase: number;
}

/** Sounds a never-ending row of calls, in order of their start. */
export class CallTrain {
  readonly #calls: Iterator<Call>;
  readonly #sampleRateHz: number;
  readonly #random: Random;
  #next: Call;
  #sounding: Sounding[] = [];
  #position = 0;

  constructor(calls: Iterator<Call>, sampleRateHz: number, random: Random) {
    this.#calls = calls;
    this.#sampleRateHz = sampleRateHz;
    this.#random = random;
    this.#next = calls.next().value;
  }

  /** Adds the next stretch, in µPa; tells whether anything sounded. */
  addTo(out: Float32Array): boolean {
    const end = this.#position + out.length;
    while (this.#next.startSeconds * this.#sampleRateHz < end) {
      // A call that began before the first sample is heard from its middle.
      const sample = Math.max(0, this.#position - Math.ceil(this.#next.startSeconds * this.#sampleRateHz));
      this.#sounding.push({ call: this.#next, sample, phase: this.#random.uniform(0, 2 * Math.PI) });
      this.#next = this.#calls.next().value;
    }
    const heard = this.#sounding.length > 0;
    this.#sounding = this.#sounding.filter((sounding) => this.#sound(sounding, out));
    this.#position = end;
    return heard;
  }

  /** Adds what falls into this stretch; true while the call goes on. */
  #sound(sounding: Sounding, out: Float32Array): boolean {
    const { call } = sounding;
    const rate = this.#sampleRateHz;
    const length = Math.max(1, Math.round(call.durationSeconds * rate));
    const first = Math.max(0, Math.ceil(call.startSeconds * rate) - this.#position);
    const stop = Math.min(out.length, first + length - sounding.sample);
    const perLength = 1 / length;
    const turn = (2 * Math.PI) / rate;
    const glideHz = call.endHz - call.startHz;
    let { sample, phase } = sounding;
    for (let i = first; i < stop; i++, sample++) {
      const place = sample * perLength;
      phase += turn * (call.startHz + glideHz * place);
      out[i] = out[i]! + call.peakMicropascal * envelope(call.shape, place) * cos(phase);
    }
    sounding.sample = sample;
    sounding.phase = phase % (2 * Math.PI);
    return sounding.sample < length;
  }
}

/** Amplitude at `place` (0 to 1) of a call; a decay falls by 60 dB over it. */
function envelope(shape: Call['shape'], place: number): number {
  if (shape === 'gate') return 1;
  return shape === 'decay' ? exp(-6.9 * place) : sin(Math.PI * place);
}
