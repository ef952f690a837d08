import type { CaptureSource } from './capture/source.js';
import type { HydrophoneHealth } from './decision/hydrophone-health.js';
import type { PassageEvent, UtcSpan } from './decision/passage.js';
import { PassageTracker } from './decision/passages.js';
import type { Verdict } from './decision/verdict.js';
import { DemonAccumulator, type DemonSpectrum } from './features/demon.js';
import type { Calibration, FeatureWindow, LevelFrame, ShaftEstimate } from './features/frames.js';
import { estimateShaft } from './features/shaft.js';
import { inputOf } from './input-of.js';
import type { Model } from './model.js';
import { passageIds } from './passage-ids.js';
import { ChannelPipeline } from './pipeline.js';
import type { Assessment } from './prototypes/assessment.js';
import { FLAT_RECORDER, type RecorderState } from './site/recorder-state.js';
import { fixedRecorder, type SiteRecorder } from './site/site-recorder.js';

/** What a recording gave. Times are milliseconds since its first sample. */
export interface HeardRecording {
  sampleRateHz: number;
  seconds: number;
  /** One verdict over the whole recording: the pooled windows; unknown, 0, when there are none. */
  verdict: Verdict;
  windows: { span: UtcSpan; assessment: Assessment }[];
  /** As a node would have announced them; each as it ended. */
  passages: PassageEvent[];
  /** One-second levels. */
  levels: LevelFrame[];
  /** Averaged over the recording; null when it is too short. */
  demon: DemonSpectrum | null;
  shaft: ShaftEstimate | null;
  health: HydrophoneHealth | null;
}

export interface HearingOptions {
  /** From 1. */
  input?: number;
  calibration?: Calibration | null;
  /** Taken off the windows; a flat one unless given. */
  recorder?: RecorderState;
  /** Told of each window, as it was heard. */
  onWindow?: (window: FeatureWindow) => void;
  /** Told after each block, seconds heard. */
  progress?: (seconds: number) => void;
}

/**
 * Leads a recording through the very pipeline of the daemon. The source's clock must start at 0
 * (`startTimeMs: 0`). Throws HullprintError for what cannot be read.
 */
export async function hearRecording(
  source: CaptureSource,
  model: Model,
  { input = 1, calibration = null, recorder = FLAT_RECORDER, onWindow, progress }: HearingOptions = {},
): Promise<HeardRecording> {
  const windows: HeardRecording['windows'] = [];
  const passages: PassageEvent[] = [];
  const levels: LevelFrame[] = [];
  const demon = new DemonAccumulator();
  const tracker = new PassageTracker({ nextId: passageIds(), pool: model.pool, estimateShaft });
  const site: SiteRecorder = {
    ...fixedRecorder(recorder),
    hear: ({ window }) => {
      onWindow?.(window);
      return false;
    },
  };
  const stages = { calibration, ...model, recorder: site, tracker };
  const pipeline = new ChannelPipeline(stages, (output) => {
    switch (output.type) {
      case 'assessment':
        windows.push({ span: output.span, assessment: output.assessment });
        break;
      case 'passage':
        if (output.passage.phase === 'end') passages.push(output.passage);
        break;
      case 'levels':
        levels.push(...output.frames);
        break;
      case 'demon':
        demon.add(output.frame);
    }
  });
  let sampleRateHz = 0;
  let samples = 0;
  for await (const event of source.listen(new AbortController().signal)) {
    if (event.type === 'opened') {
      sampleRateHz = event.sampleRateHz;
      await pipeline.open(sampleRateHz);
    } else if (event.type === 'block') {
      const block = inputOf(event.inputs, input, source.name);
      await pipeline.accept(block, event.timeMs);
      samples += block.length;
      progress?.(samples / sampleRateHz);
    }
  }
  await pipeline.end('end-of-recording');
  const spectrum = demon.spectrum();
  return {
    sampleRateHz,
    seconds: samples / sampleRateHz,
    verdict: verdictOf(windows, model),
    windows,
    passages,
    levels,
    demon: spectrum,
    shaft: spectrum && estimateShaft(spectrum),
    health: pipeline.health(),
  };
}

function verdictOf(windows: HeardRecording['windows'], model: Model): Verdict {
  if (windows.length === 0) return { size: 'unknown', confidence: 0 };
  return model.pool(windows.map(({ assessment }) => ({ assessment, weight: 1 })));
}
