import { join } from 'node:path';
import type { Settings } from '../settings.js';
import { type Folders, fleetOf } from '../subjects.js';
import { baseEncoder, meanEmbedding } from './base-encoder.js';
import { type EventsResult, eventsJob } from './events.js';
import { type PassagesResult, passagesJob } from './passages.js';

export interface MutualResult {
  passages: PassagesResult;
  events: EventsResult;
}

/** Trains an encoder on the first fleet and puts both uses of mutual learning to it. */
export async function mutualJob(seed: number, settings: Settings, folders: Folders): Promise<MutualResult> {
  const fleet = await fleetOf('first', settings, folders);
  const { encoder: options, passages, events } = settings.mutual;
  const encoder = await baseEncoder(fleet, join(folders.work, `encoder-${seed}`), { ...options, seed });
  const part = (side: string) => fleet.filter((recording) => recording.side === side);
  const centre = await meanEmbedding(encoder, part('encoder'));
  return {
    passages: await passagesJob({ ...passages, seed }, encoder, part('heads'), centre),
    events: await eventsJob({ ...events, seed }, encoder, join(folders.work, 'recordings')),
  };
}
