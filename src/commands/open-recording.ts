import { openSource } from '../capture/open.js';
import type { CaptureSource } from '../capture/source.js';

/** A recording whose clock starts at 0; what a person should know of it goes to stderr. */
export function openRecording(path: string): CaptureSource {
  return openSource(path, {
    startTimeMs: 0,
    log: (level, message) => {
      if (level === 'warn') console.error(`hullprint: ${message}`);
    },
  });
}
