import { Channel } from '../channel.js';
import type { ChannelConfig } from '../config.js';
import type { PassageEvent } from '../decision/passage.js';
import { PassageTracker } from '../decision/passages.js';
import { HullprintError } from '../errors.js';
import { demonLevels } from '../features/demon.js';
import { estimateShaft } from '../features/shaft.js';
import type { Logger } from '../log.js';
import { passageIds } from '../passage-ids.js';
import { ChannelPipeline } from '../pipeline.js';
import { effortBody, eventBody, levelsBody, stateBody } from '../publish/bodies.js';
import type { Publisher } from '../publish/publisher.js';
import type { RecorderState } from '../site/recorder-state.js';
import type { Store } from '../store/store.js';
import type { AisWatch } from './ais-watch.js';
import { channelRecorder } from './channel-recorder.js';
import { clipPath, type Kept } from './kept.js';
import type { LiveModel } from './live-model.js';
import type { LiveView } from './live-view.js';

/** What the channels of a node share. */
export interface ChannelServices {
  live: LiveModel;
  publisher: Publisher;
  store: Store;
  kept: Kept;
  /** Null where no page is served. */
  view: LiveView | null;
  /** Null where no AIS is received. */
  ais: AisWatch | null;
  log: Logger;
  /** Whether a time was told by a clock that is synchronised. */
  isSure: (timeMs: number) => boolean;
  /** Told when something could not be stored: what is announced must be on disk first. */
  fail: (error: HullprintError) => void;
}

/** Builds a channel whose passages, state, levels and effort go to the publisher. */
export function announcedChannel(config: ChannelConfig, services: ChannelServices): Channel {
  const { live, publisher, store, kept, view, ais, log, isSure, fail } = services;
  const { name, input } = config;
  const { model, encoder } = live;
  const calibration = config.calibration ?? null;
  const tracker = new PassageTracker({ nextId: passageIds(), pool: model.pool, estimateShaft });
  const { judge, compression } = model;
  const recorder = channelRecorder(config, model, store);
  const stages = { calibration, compression, recorder, encoder, judge, tracker };

  const announce = (say: () => void): void => {
    try {
      say();
    } catch (error) {
      if (!(error instanceof HullprintError)) throw error;
      fail(error);
    }
  };
  const clips = kept.clipRecorder(name, (message) => log.warn({ channel: name }, message));
  let clip: string | null = null;
  const announcePassage = (passage: PassageEvent, recorder: RecorderState): void => {
    const { identity, classes } = live.model;
    const { id, phase, startMs, demon, embedding, evidence } = passage;
    if (phase === 'new') clip = clips?.begin(id, startMs) ? clipPath(id) : null;
    if (phase === 'end') clips?.end(id);
    const provenance = {
      calibration,
      model: identity,
      classes,
      recorder,
      clockSynchronised: isSure(startMs),
      clip,
      ais: evidence.closestApproachMs === null ? null : (ais?.match(evidence.closestApproachMs) ?? null),
    };
    announce(() => {
      publisher.event(name, eventBody(passage, provenance), passage.heardUntilMs);
      if (demon) kept.keeper.demon(id, demon.binHz, demonLevels(demon.power));
      if (embedding) kept.keeper.embedding(id, identity, embedding);
      log.info({ channel: name, ...summary(passage) }, `passage ${passage.phase}`);
    });
  };
  let said = '';
  let stateSinceMs = Date.now();
  const sayState = (): void => {
    const { state, verdict } = channel;
    const now = [state, verdict.verdict.size, verdict.passage].join(' ');
    if (now === said) return;
    said = now;
    const sinceMs = state === 'listening' ? (verdict.sinceMs ?? stateSinceMs) : stateSinceMs;
    publisher.state(name, stateBody(state, verdict, sinceMs));
  };

  const channel: Channel = new Channel(name, input, (emit) => new ChannelPipeline(stages, emit), {
    ...(clips && {
      sound: (samples: Float32Array, sampleRateHz: number, timeMs: number) =>
        clips.hear(samples, sampleRateHz, timeMs),
    }),
    output: (output) => {
      switch (output.type) {
        case 'passage':
          announcePassage(output.passage, output.recorder);
          said = ''; // The verdict may have grown surer.
          sayState();
          break;
        case 'assessment':
          sayState();
          break;
        case 'second':
          view?.second(name, output.span.startMs, output.frame, channel.decidecadeHz);
          break;
        case 'demon':
          view?.demon(name, output.frame);
          break;
        case 'recorder':
          log.info({ channel: name, ...output.recorder }, 'recorder estimated anew');
          break;
        case 'levels':
          announce(() =>
            publisher.levels(name, levelsBody(output.span, output.frames, channel.decidecadeHz, calibration)),
          );
      }
    },
    effort: ({ span, secondsHeard, gaps }) =>
      announce(() => publisher.effort(name, effortBody(span, secondsHeard, gaps))),
    state: (state, reason) => {
      if (reason) log.warn({ channel: name, reason }, state);
      stateSinceMs = Date.now();
      sayState();
      if (state === 'stopped' && clips) void kept.release(clips);
    },
  });
  return channel;
}

function summary({ id, size, confidence, evidence }: PassageEvent) {
  const { splDb, shaftHz, bladeCount } = evidence;
  return { id, size, confidence, splDb, shaftHz, bladeCount };
}
