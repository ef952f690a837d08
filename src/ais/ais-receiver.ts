import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type AisStreamDecoder from 'ais-stream-decoder';
import { ExitCode, HullprintError } from '../errors.js';
import { ShipTracks } from './ship-tracks.js';

/** A message as the decoder gives it; a field that a message does not have is not there. */
interface Decoded {
  type: number;
  mmsi: number;
  lat?: number | null;
  lon?: number | null;
  name?: string;
  typeAndCargo?: number;
  dimBow?: number;
  dimStern?: number;
}

// Its types say what a bundler makes of it; to Node.js it is CommonJS, its class at `default`.
const { default: Decoder } = createRequire(import.meta.url)('ais-stream-decoder') as {
  default: typeof AisStreamDecoder.default;
};

/** Hands each message on at once, while it is known when its sentence came. */
class Messages extends Decoder {
  heard: (message: Decoded) => void = () => {};

  override push(text: string | null): boolean {
    if (text !== null) this.heard(JSON.parse(text) as Decoded);
    return true;
  }
}

/** UTC of reception in a tag block before the sentence (NMEA 0183 4.10). */
const TAG_BLOCK = /^\\(?:[^\\]*,)?c:(\d{1,13})[^\\]*\\/;
/** Later than this the seconds of a tag block are milliseconds. */
const MOST_SECONDS = 1e11;

/**
 * Hears AIVDM sentences over UDP and keeps where ships are. A sentence with a tag block counts from the time that this
 * gives, any other from its arrival. What is no AIS is passed over: anybody may send anything.
 */
export class AisReceiver {
  readonly tracks = new ShipTracks();
  #decoder = this.#newDecoder();
  #socket: Socket | null = null;
  #timeMs = 0;
  #first: (() => void) | null;

  /** @param first told once, when the first message has been understood */
  constructor(first: () => void = () => {}) {
    this.#first = first;
  }

  /** Gives the port. Throws a HullprintError (69) when it cannot listen there. */
  async start(address: string, port: number): Promise<number> {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.on('message', (datagram) => this.hear(datagram.toString('latin1'), Date.now()));
    try {
      socket.bind(port, address);
      await once(socket, 'listening');
    } catch (cause) {
      throw new HullprintError({
        operation: 'listen for AIS',
        subject: `${address}:${port}`,
        reason: (cause as Error).message,
        hint: 'Give another ais.port, or stop what listens there',
        exitCode: ExitCode.unavailable,
        cause,
      });
    }
    socket.on('error', () => {});
    this.#socket = socket;
    return socket.address().port;
  }

  /** Takes lines of AIVDM that arrived at an instant, UTC. */
  hear(lines: string, arrivedMs: number): void {
    for (const line of lines.split(/\r?\n/)) {
      const start = line.indexOf('!');
      if (start < 0) continue;
      const told = Number(TAG_BLOCK.exec(line)?.[1]);
      this.#timeMs = told ? (told > MOST_SECONDS ? told : told * 1000) : arrivedMs;
      this.#decoder.write(line.slice(start).trim());
    }
  }

  stop(): void {
    this.#socket?.close();
    this.#decoder.destroy();
  }

  #newDecoder(): Messages {
    const decoder = new Messages({ silent: true });
    decoder.heard = (message) => this.#take(message);
    // What it stumbles over ends a stream; the next sentence deserves another.
    decoder.on('error', () => {
      this.#decoder = this.#newDecoder();
    });
    return decoder;
  }

  #take({ type, mmsi, lat, lon, name, typeAndCargo, dimBow, dimStern }: Decoded): void {
    // Message 4 is a station on land.
    if (type === 4) return;
    this.#first?.();
    this.#first = null;
    if (typeof lat === 'number' && typeof lon === 'number')
      this.tracks.position(mmsi, { timeMs: this.#timeMs, latitudeDegrees: lat, longitudeDegrees: lon });
    const shipName = name?.replace(/@.*$/, '').trim();
    const lengthM = (dimBow ?? 0) + (dimStern ?? 0);
    this.tracks.particulars(mmsi, {
      ...(shipName && { name: shipName }),
      ...(lengthM > 0 && { lengthM }),
      ...(typeAndCargo && { type: typeAndCargo }),
    });
  }
}
