import { openSource } from '../../capture/open.js';
import { vesselOf } from '../../datasets/identities.js';
import type { LabelledRecording } from '../../datasets/labelled-recording.js';
import { windowSamples } from '../../features/analysis.js';
import { AnalysisSignal } from '../../features/analysis-signal.js';
import { hearStretch, wholeRecording } from '../../hear-stretch.js';
import type { Size } from '../../prototypes/assessment.js';
import { Random } from '../../simulator/random.js';
import { hearTwice } from './heard-window.js';
import type { ShipRecording } from './ship-recording.js';

/**
 * Hears the first input of a labelled recording that is big, small or none: up to `most` clips of 5 s, evenly spread
 * over its cuts, each twice (see `hearTwice`). A recording shorter than a clip is repeated. Throws HullprintError
 * for what cannot be read.
 */
export async function hearShip<Side>(
  recording: LabelledRecording,
  side: Side,
  most: number,
): Promise<ShipRecording<Side>> {
  const clips: Float32Array[] = [];
  for (const file of recording.files) {
    const source = openSource(`file:${file}`, { startTimeMs: 0 });
    const signal = await hearStretch(source, wholeRecording, (rateHz) => new AnalysisSignal(rateHz));
    clips.push(...cut(signal!.end()));
  }
  const kept = Math.min(most, clips.length);
  const random = new Random(`ship recording ${recording.recordingId}`);
  return {
    side,
    vessel: vesselOf(recording) ?? `recording ${recording.recordingId}`,
    site: recording.site,
    hydrophone: recording.hydrophone,
    size: recording.size as Size,
    windows: Array.from({ length: kept }, (_, i) =>
      hearTwice(clips[Math.floor((i * clips.length) / kept)]!, random),
    ).flat(),
  };
}

function cut(samples: Float32Array): Float32Array[] {
  if (samples.length < windowSamples) {
    return [Float32Array.from({ length: windowSamples }, (_, i) => samples[i % samples.length]!)];
  }
  return Array.from({ length: Math.floor(samples.length / windowSamples) }, (_, i) =>
    samples.slice(i * windowSamples, (i + 1) * windowSamples),
  );
}
