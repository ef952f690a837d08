import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '../model.js';
import { monoWavHeader } from '../mono-wav.js';
import { FLAT_RECORDER } from '../site/recorder-state.js';
import type { ClassBook } from './class-book.js';
import { embedRecording } from './hear-support.js';
import type { EnrolledRecording } from './recordings.js';
import { bytesOf, type Sound } from './sound.js';

/** What became of classes that another model had embedded. */
export interface Renewal {
  renewed: string[];
  /** Recordings without sound, by class: only their files can teach them again. */
  lost: { name: string; recordings: number }[];
}

/** Embeds a sound as `model` does, its recorder left as it is. */
export async function embedSound({ sampleRateHz, samples }: Sound, model: Model): Promise<Float32Array[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hullprint-sound-'));
  try {
    const file = join(folder, 'sound.wav');
    const bytes = bytesOf(samples);
    writeFileSync(file, Buffer.concat([monoWavHeader(sampleRateHz, 2, bytes.length), bytes]));
    return (await embedRecording(file, model, { input: 1, recorder: FLAT_RECORDER })).embeddings;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Embeds all that another model had embedded anew from its sound, in one revision that `undo` takes back. What has no
 * sound stays as it was, and counts for its own model alone.
 */
export async function renewClasses(book: ClassBook, model: Model): Promise<Renewal> {
  const stored = book.recordings.all();
  const fresh = new Map<number, EnrolledRecording>();
  const lost = new Map<string, number>();
  const renewed = new Set<string>();
  for (const { name, recordings } of book.current.classes) {
    for (const id of recordings) {
      const { id: _id, ...recording } = stored.get(id)!;
      if (recording.model === model.identity) continue;
      const sound = book.recordings.sound(id);
      if (!sound) {
        lost.set(name, (lost.get(name) ?? 0) + 1);
        continue;
      }
      const embeddings = await embedSound(sound, model);
      const heardAt = book.recordings.whereHeard(id);
      fresh.set(id, { ...recording, sound, heardAt, embeddings, model: model.identity });
      renewed.add(name);
    }
  }
  if (fresh.size > 0)
    book.change(`embed ${[...renewed].join(', ')} anew for another model`, (classes, store) =>
      classes.map((entry) => ({
        ...entry,
        recordings: entry.recordings.map((id) => {
          const recording = fresh.get(id);
          return recording ? store(recording) : id;
        }),
      })),
    );
  return {
    renewed: [...renewed],
    lost: [...lost].map(([name, recordings]) => ({ name, recordings })),
  };
}
