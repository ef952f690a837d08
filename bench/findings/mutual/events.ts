import { countEvents, type EventCounts, scoreEvents } from '../../../src/evaluation/sound-events.js';
import { windowHopSeconds } from '../../../src/features/analysis.js';
import type { VesselType } from '../../../src/simulator/source-level.js';
import { gatherRows } from '../../../src/training/few-shot/in-batches.js';
import { type MutualOptions, predictQueries } from '../../../src/training/few-shot/mutual.js';
import type { PatchEncoder } from '../../../src/training/few-shot/patch-encoder.js';
import { eventsOver, smoothed } from './event-decision.js';
import { type EventTask, eventTasks } from './event-task.js';
import { type LongRecording, longRecording, renderRecordings } from './long-recording.js';
import type { LongRecordingConfig } from './round-scene.js';
import { MUTUAL_OPTIONS } from './settings.js';
import { templateScores } from './template-matching.js';
import { withoutQuery } from './without-query.js';

/** Ways to find passages, side by side; the first is what the others are compared with. */
export const EVENT_WAYS = [
  'prototypical',
  'template matching',
  'fitted to support',
  'transductive',
  'tuned on support',
  'mutual',
] as const;
export type EventWay = (typeof EVENT_WAYS)[number];

export interface EventsConfig {
  seed: number;
  /** Kinds of passages in a recording, each once a round. */
  kinds: number;
  rounds: number;
  /** Ships in a round that are not asked for. */
  strangers: number;
  /** Passages of a kind that are shown. */
  shown: number;
  /** On which thresholds are chosen. */
  validationRecordings: number;
  testRecordings: number;
  /** Processes that render. */
  workers: number;
  options?: MutualOptions;
}

/** What was found of one ship in one recording, by way in the order of `EVENT_WAYS`. */
export interface ShipEvents {
  recording: string;
  kind: VesselType;
  counts: EventCounts[];
}

export interface EventsResult {
  test: ShipEvents[];
  /** Length of all recordings, those for the thresholds included. */
  hours: number;
}

/** Smoothed scores of the query windows, by way. */
interface ScoredTask {
  recording: string;
  task: EventTask;
  scores: Float64Array[];
}

/**
 * Finds all passages like those shown in long simulated recordings, which are rendered into `folder` or taken from it.
 * Each way's threshold is the one with the best F-measure on the validation recordings, of other ships and sites.
 */
export async function eventsJob(
  config: EventsConfig,
  encoder: PatchEncoder,
  folder: string,
): Promise<EventsResult> {
  const { validation, test } = recordingsOf(config);
  await renderRecordings([...validation, ...test], folder, config.workers);
  const options = config.options ?? MUTUAL_OPTIONS.events;
  let windows = 0;
  const scored = async (recordings: readonly LongRecordingConfig[]): Promise<ScoredTask[]> => {
    const tasks: ScoredTask[] = [];
    for (const one of recordings) {
      const recording = await longRecording(one, folder);
      windows += recording.windows;
      tasks.push(...(await scoreRecording(one.seed, recording, config.shown, encoder, options)));
    }
    return tasks;
  };
  const chosenOn = await scored(validation);
  const thresholds = EVENT_WAYS.map((_, way) => bestThreshold(chosenOn, way));
  const asked = await scored(test);
  return {
    test: asked.map((one) => shipEvents(one, thresholds)),
    hours: (windows * windowHopSeconds) / 3600,
  };
}

function recordingsOf(config: EventsConfig): Record<'validation' | 'test', LongRecordingConfig[]> {
  const { seed, kinds, rounds, strangers } = config;
  const named = (side: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      seed: `events ${seed}/${side} ${i + 1}`,
      kinds,
      rounds,
      strangers,
    }));
  return {
    validation: named('validation', config.validationRecordings),
    test: named('test', config.testRecordings),
  };
}

async function scoreRecording(
  name: string,
  recording: LongRecording,
  shown: number,
  encoder: PatchEncoder,
  options: MutualOptions,
): Promise<ScoredTask[]> {
  const activations = await encoder.activationsOf(recording.patches);
  const length = activations.length / recording.windows;
  const scored: ScoredTask[] = [];
  for (const task of eventTasks(recording, shown)) {
    const positive = task.shownWindows.flat();
    const queried = recording.windows - task.queryStart;
    const asked = {
      classes: 2,
      support: {
        activations: gatherRows(activations, length, [...positive, ...task.otherWindows]),
        labels: [...positive.map(() => 1), ...task.otherWindows.map(() => 0)],
      },
      // Where a passage begins and ends is what is asked: each window stands for itself.
      query: {
        activations: activations.subarray(task.queryStart * length),
        recordings: Array.from({ length: queried }, (_, i) => i),
      },
    };
    const found = await predictQueries(encoder, asked, options);
    const tuned = await predictQueries(encoder, asked, withoutQuery(options));
    const ofPassage = (probabilities: Float64Array) => probabilities.filter((_, i) => i % 2 === 1);
    const scores = [
      ofPassage(found.inductive),
      templateScores(recording, task),
      ofPassage(found.fitted),
      ofPassage(found.transductive),
      ofPassage(tuned.mutual),
      ofPassage(found.mutual),
    ].map(smoothed);
    scored.push({ recording: name, task, scores });
  }
  return scored;
}

const THRESHOLDS_TRIED = 200;

/** Of the scores that occur, evenly from the median up. */
function bestThreshold(tasks: readonly ScoredTask[], way: number): number {
  const scores = Float64Array.from(tasks.flatMap((one) => [...one.scores[way]!])).sort();
  let best = { threshold: 0, fMeasure: -1 };
  for (let i = 0; i < THRESHOLDS_TRIED; i++) {
    const threshold = scores[Math.floor(scores.length * (0.5 + (0.5 * i) / THRESHOLDS_TRIED))]!;
    const { fMeasure } = scoreEvents(tasks.map((one) => countsOf(one, way, threshold)));
    if (fMeasure > best.fMeasure) best = { threshold, fMeasure };
  }
  return best.threshold;
}

function countsOf({ task, scores }: ScoredTask, way: number, threshold: number): EventCounts {
  return countEvents(eventsOver(scores[way]!, threshold, task), task.hidden);
}

function shipEvents(one: ScoredTask, thresholds: readonly number[]): ShipEvents {
  const counts = thresholds.map((threshold, way) => countsOf(one, way, threshold));
  return { recording: one.recording, kind: one.task.kind, counts };
}
