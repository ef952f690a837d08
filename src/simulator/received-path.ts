import { hypot } from './elementary.js';
import { type Path, receivedPower, type Waveguide } from './propagation.js';
import { type Hydrophone, type Passage, rangeM, type Scene } from './scene.js';
import { dbOfPower, GRID_HZ, type Spectrum } from './spectrum.js';
import type { Vessel } from './vessel.js';

/** A received ship this far below the sea's noise at every frequency is not worth rendering. */
const INAUDIBLE = 1e-4;
/** The path is worked out anew when the ship has gone this share of its range, within 1 to 10 s. */
const RANGE_STEP = 0.05;

type Place = Pick<Hydrophone, 'eastM' | 'northM' | 'depthM'>;

/** From a ship to a hydrophone, `seconds` after the scene's start. */
export function pathOf({ vessel, track }: Passage, hydrophone: Place, seconds: number): Path {
  return {
    rangeM: rangeM(track, seconds, hydrophone),
    sourceDepthM: vessel.sourceDepthM,
    receiverDepthM: hydrophone.depthM,
  };
}

/** What arrives of a ship over a path, dB re 1 µPa²/Hz; nothing from `highestHz` upwards. */
export function receivedLevelDb(
  waveguide: Waveguide,
  vessel: Vessel,
  path: Path,
  highestHz: number,
): Spectrum {
  const power = receivedPower(waveguide, path, highestHz);
  return vessel.sourceLevelDb.map((level, i) => level + dbOfPower(power[i]! + 1e-20));
}

/** The way from one ship to one hydrophone as the ship goes by. */
export class ReceivedPath {
  /** Power that arrives over power at 1 m, now. */
  readonly power: Spectrum = new Float64Array(GRID_HZ.length);
  readonly #scene: Scene;
  readonly #passage: Passage;
  readonly #hydrophone: Hydrophone;
  readonly #loudestPower: Spectrum;
  #from: Key;
  #to: Key;

  /** @param noisePower what the sea has at least, µPa²/Hz */
  constructor(
    scene: Scene,
    passage: Passage,
    hydrophone: Hydrophone,
    shipPower: Spectrum,
    noisePower: Spectrum,
  ) {
    this.#scene = scene;
    this.#passage = passage;
    this.#hydrophone = hydrophone;
    this.#loudestPower = shipPower.map((power, i) => power / noisePower[i]!);
    this.#from = this.#key(0);
    this.#to = this.#key(this.#next(0));
  }

  /** Goes to `seconds`; false while the ship cannot be heard. */
  advance(seconds: number): boolean {
    while (seconds > this.#to.seconds) {
      this.#from = this.#to;
      this.#to = this.#key(this.#next(this.#from.seconds));
    }
    if (!this.#from.audible && !this.#to.audible) return false;
    const share = (seconds - this.#from.seconds) / (this.#to.seconds - this.#from.seconds);
    const [from, to] = [this.#from.power, this.#to.power];
    for (let i = 0; i < this.power.length; i++) this.power[i] = from[i]! + share * (to[i]! - from[i]!);
    return true;
  }

  #next(seconds: number): number {
    const { track } = this.#passage;
    const speedMS = Math.max(hypot(track.eastMS, track.northMS), 0.1);
    const step = (RANGE_STEP * rangeM(track, seconds, this.#hydrophone)) / speedMS;
    return seconds + Math.min(Math.max(step, 1), 10);
  }

  #key(seconds: number): Key {
    const { waveguide, sampleRateHz } = this.#scene;
    const path = pathOf(this.#passage, this.#hydrophone, seconds);
    const power = receivedPower(waveguide, path, sampleRateHz / 2);
    return { seconds, power, audible: power.some((loss, i) => loss * this.#loudestPower[i]! > INAUDIBLE) };
  }
}

interface Key {
  seconds: number;
  power: Spectrum;
  audible: boolean;
}
