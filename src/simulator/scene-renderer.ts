import { type FrameFormat, frameFormat } from './frame-format.js';
import { type HeardShip, HydrophoneChannel } from './hydrophone-channel.js';
import { Random } from './random.js';
import { ReceivedPath } from './received-path.js';
import { dopplerFactor, rangeM, type Scene } from './scene.js';
import { SeaNoise } from './sea-noise.js';
import { ShipSound } from './ship-sound.js';
import { powerOfDb } from './spectrum.js';

/** A ship at one moment, at one hydrophone. */
export interface Hearing {
  rangeM: number;
  /** Received over sent frequency. */
  doppler: number;
  /** As it turns; it wanders while the ship can be heard anywhere. */
  shaftHz: number;
  /** The ship over everything else (meanSnrDb); null where it is far below the sea. */
  snrDb: number | null;
}

/**
 * Turns a scene into samples, one channel per hydrophone, full scale ±1. The sound is continuous, the same for any
 * size of the blocks that are asked for, and the same again for the same scene.
 */
export class SceneRenderer {
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Samples in the whole scene. */
  readonly length: number;
  readonly #scene: Scene;
  readonly #format: FrameFormat;
  readonly #sea: SeaNoise;
  /** `[passages][hydrophones]` */
  readonly #ships: HeardShip[][];
  /** In the frame that was rendered last. */
  readonly #audible: boolean[][];
  readonly #hydrophones: HydrophoneChannel[];
  /** The half frame that is being handed out, per channel. */
  readonly #hop: Float32Array[];
  #hopPlace: number;
  #hops = 0;
  #position = 0;

  constructor(scene: Scene) {
    const random = new Random(scene.seed);
    const format = frameFormat(scene.sampleRateHz, scene.frameSeconds);
    this.#scene = scene;
    this.#format = format;
    this.sampleRateHz = scene.sampleRateHz;
    this.channels = scene.hydrophones.length;
    this.length = Math.round(scene.durationSeconds * scene.sampleRateHz);
    this.#sea = new SeaNoise(scene.sea, format, random.stream('sea'));
    const noisePower = scene.sea.backgroundDb.map(powerOfDb);
    this.#ships = scene.passages.map((passage, i) => {
      const shipPower = passage.vessel.sourceLevelDb.map(powerOfDb);
      return scene.hydrophones.map((hydrophone) => ({
        // The same ship for each hydrophone, but for the Doppler shift.
        sound: new ShipSound(passage.vessel, format, random.stream(`ship ${i}`)),
        path: new ReceivedPath(scene, passage, hydrophone, shipPower, noisePower),
      }));
    });
    this.#audible = scene.passages.map(() => scene.hydrophones.map(() => false));
    this.#hydrophones = scene.hydrophones.map(
      ({ recorder }, i) => new HydrophoneChannel(recorder, format, random.stream(`hydrophone ${i}`)),
    );
    this.#hop = scene.hydrophones.map(() => new Float32Array(format.hopLength));
    this.#hopPlace = format.hopLength;
  }

  /** The next samples `[channels][at most count]`; fewer at the end, and none after it. */
  read(count: number): Float32Array[] {
    const wanted = Math.min(count, this.length - this.#position);
    const out = this.#hop.map(() => new Float32Array(wanted));
    for (let filled = 0; filled < wanted; ) {
      if (this.#hopPlace === this.#format.hopLength) this.#renderHop();
      const part = Math.min(wanted - filled, this.#format.hopLength - this.#hopPlace);
      for (const [channel, samples] of out.entries()) {
        samples.set(this.#hop[channel]!.subarray(this.#hopPlace, this.#hopPlace + part), filled);
      }
      filled += part;
      this.#hopPlace += part;
    }
    this.#position += wanted;
    return out;
  }

  /** What hydrophone `channel` has of each passage at the end of what was read, to a fifth of a second. */
  hearing(channel: number): Hearing[] {
    const seconds = this.#position / this.sampleRateHz;
    const hydrophone = this.#scene.hydrophones[channel]!;
    const snrDb = this.#hydrophones[channel]!.snrDb(this.#sea, this.#heard(channel));
    return this.#scene.passages.map(({ track }, i) => ({
      rangeM: rangeM(track, seconds, hydrophone),
      doppler: dopplerFactor(track, seconds, hydrophone),
      shaftHz: this.#ships[i]![channel]!.sound.shaftHz,
      snrDb: this.#audible[i]![channel] ? snrDb.shift()! : null,
    }));
  }

  /** The first half frame lacks the overlap from before it and is dropped. */
  #renderHop(): void {
    if (this.#hops === 0) this.#renderFrame();
    this.#renderFrame();
    this.#hopPlace = 0;
  }

  #renderFrame(): void {
    const seconds = this.#hops * this.#format.hopSeconds;
    this.#hops++;
    this.#sea.advance();
    for (const [i, { track }] of this.#scene.passages.entries()) {
      const ship = this.#ships[i]!;
      const audible = ship.map(({ path }) => path.advance(seconds));
      this.#audible[i] = audible;
      // All or none, so that the ship's shaft turns alike for all.
      if (!audible.includes(true)) continue;
      for (const [channel, { sound }] of ship.entries())
        sound.advance(dopplerFactor(track, seconds, this.#scene.hydrophones[channel]!));
    }
    for (const [channel, hydrophone] of this.#hydrophones.entries()) {
      hydrophone.render(this.#sea, this.#heard(channel), this.#hop[channel]!);
    }
  }

  #heard(channel: number): HeardShip[] {
    return this.#ships.filter((_, i) => this.#audible[i]![channel]).map((ship) => ship[channel]!);
  }
}
