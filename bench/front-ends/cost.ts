import type { Clip } from './clips.js';
import { CLIP_SECONDS } from './clips.js';

const ROUNDS = 12;

/** Processor time of a front end, ms per second of audio: median over clips, after as many to warm up. */
export function msPerSecond(hear: (samples: Float32Array) => unknown, clips: readonly Clip[]): number {
  const rounds: number[] = [];
  for (let round = 0; round < 2 * ROUNDS; round++) {
    const { samples } = clips[round % clips.length]!;
    const started = process.cpuUsage();
    hear(samples);
    const { user, system } = process.cpuUsage(started);
    if (round >= ROUNDS) rounds.push((user + system) / 1000 / CLIP_SECONDS);
  }
  rounds.sort((a, b) => a - b);
  return Number(rounds[ROUNDS >> 1]!.toFixed(3));
}
