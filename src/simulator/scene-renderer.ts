import { type FrameFormat, frameFormat } from './frame-format.js';
import { HydrophoneChannel } from './hydrophone-channel.js';
import { Random } from './random.js';
import { ReceivedPath } from './received-path.js';
import { dopplerFactor, type Scene } from './scene.js';
import { SeaNoise } from './sea-noise.js';
import { ShipSound } from './ship-sound.js';
import { powerOfDb } from './spectrum.js';

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
  readonly #ships: { sound: ShipSound; paths: ReceivedPath[] }[];
  readonly #hydrophones: HydrophoneChannel[];
  /** The half frame that is being handed out, per channel. */
  readonly #hop: Float32Array[];
  #hopPlace: number;
  #hops = 0;
  #position = 0;

  constructor(scene: Scene) {
    const random = new Random(scene.seed);
    const format = frameFormat(scene.sampleRateHz);
    this.#scene = scene;
    this.#format = format;
    this.sampleRateHz = scene.sampleRateHz;
    this.channels = scene.hydrophones.length;
    this.length = Math.round(scene.durationSeconds * scene.sampleRateHz);
    this.#sea = new SeaNoise(scene.sea, format, random.stream('sea'));
    const noisePower = scene.sea.backgroundDb.map(powerOfDb);
    this.#ships = scene.passages.map((passage, i) => ({
      sound: new ShipSound(passage.vessel, format, random.stream(`ship ${i}`)),
      paths: scene.hydrophones.map(
        (hydrophone) =>
          new ReceivedPath(
            scene,
            passage,
            hydrophone,
            passage.vessel.sourceLevelDb.map(powerOfDb),
            noisePower,
          ),
      ),
    }));
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
    const heard = this.#hydrophones.map(() => [] as { sound: ShipSound; path: ReceivedPath }[]);
    for (const [i, { sound, paths }] of this.#ships.entries()) {
      const audible = paths.map((path) => path.advance(seconds));
      if (!audible.includes(true)) continue;
      sound.advance(dopplerFactor(this.#scene.passages[i]!.track, seconds));
      for (const [channel, path] of paths.entries())
        if (audible[channel]) heard[channel]!.push({ sound, path });
    }
    for (const [channel, hydrophone] of this.#hydrophones.entries()) {
      hydrophone.render(this.#sea, heard[channel]!, this.#hop[channel]!);
    }
  }
}
