import type { ByteReader } from './byte-reader.js';
import type { LivePacket } from './live-input.js';

/** On the pipe from the capture process: bytes of PCM, frames lost before them, time of arrival; then the PCM. */
const headerBytes = 16;

export function encodePacketHeader(packet: LivePacket): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(packet.pcm.length, 0);
  header.writeUInt32LE(packet.lostBefore, 4);
  header.writeDoubleLE(packet.arrivalMs, 8);
  return header;
}

/** The next packet, or undefined when the process has gone, be it in mid-packet. */
export async function readPacket(reader: ByteReader): Promise<LivePacket | undefined> {
  const header = await reader.take(headerBytes);
  if (header.length < headerBytes) return undefined;
  const pcmBytes = header.readUInt32LE(0);
  const lostBefore = header.readUInt32LE(4);
  const arrivalMs = header.readDoubleLE(8);
  const pcm = await reader.take(pcmBytes);
  return pcm.length < pcmBytes ? undefined : { pcm, lostBefore, arrivalMs };
}
