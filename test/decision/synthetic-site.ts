import type { PassageEvent, UtcSpan } from '../../src/decision/passage.js';
import { PassageTracker } from '../../src/decision/passages.js';
import { poolAssessments } from '../../src/decision/pool.js';
import type { DemonFrame, LevelFrame } from '../../src/features/frames.js';
import type { Assessment } from '../../src/prototypes/assessment.js';

export const siteStartMs = Date.UTC(2026, 4, 1, 10);
const bands = 25;

/** A ship as its level curve: a Gaussian above the ambient, in dB at its closest approach. */
export interface SyntheticShip {
  closestSeconds: number;
  widthSeconds: number;
  aboveDb: number;
  size?: 'big' | 'small';
}

export interface SyntheticSite {
  seconds: number;
  ships?: SyntheticShip[];
  /** A constant source above the ambient, dB, from the given second on. */
  permanent?: { fromSeconds: number; aboveDb: number };
  /** Stretches in which nothing of the ships is heard. */
  fades?: { fromSeconds: number; seconds: number }[];
  /** Sound that is missing. */
  gaps?: { fromSeconds: number; seconds: number }[];
  /** p(ship) of the sea without ships. */
  ordinary?: number;
  /** Windows in which p(ship) is 0.97 without a ship. */
  flickers?: number[];
  seed?: number;
}

export type Input =
  | { type: 'level'; span: UtcSpan; level: LevelFrame }
  | { type: 'demon'; span: UtcSpan; demon: DemonFrame }
  | { type: 'window'; span: UtcSpan; assessment: Assessment };

/** What the stages before would hand to the tracker, ordered by the end of the sound. */
export function listenTo(site: SyntheticSite): Input[] {
  const noise = gaussianNoise(site.seed ?? 1);
  const inputs: Input[] = [];
  for (let second = 0; second < site.seconds; second++) {
    inputs.push(level(site, second, noise));
    if (second % 5 === 0) inputs.push(demon(second));
  }
  for (let start = 0; start + 5 <= site.seconds; start += 2.5) inputs.push(window(site, start, noise));
  const isHeard = ({ span }: Input) =>
    !(site.gaps ?? []).some(
      ({ fromSeconds, seconds }) =>
        span.endMs > siteStartMs + 1000 * fromSeconds &&
        span.startMs < siteStartMs + 1000 * (fromSeconds + seconds),
    );
  const order = { level: 0, demon: 1, window: 2 };
  return inputs.filter(isHeard).sort((a, b) => a.span.endMs - b.span.endMs || order[a.type] - order[b.type]);
}

export function newTracker(): PassageTracker {
  let ids = 0;
  return new PassageTracker({
    nextId: () => `passage-${++ids}`,
    pool: (windows) => poolAssessments(windows, { leastProbability: 0.5, farthestDistance: Infinity }),
    estimateShaft: () => ({ shaftHz: 2, bladeCount: 4, bladeRateHz: 8, trust: 0.9 }),
  });
}

export function hand(tracker: PassageTracker, input: Input): PassageEvent[] {
  if (input.type === 'window') return tracker.addWindow(input.span, input.assessment);
  if (input.type === 'level') tracker.addLevel(input.span, input.level);
  else tracker.addDemon(input.span, input.demon);
  return [];
}

/** Every event of the site, the last passage ended by the end of the recording. */
export function passagesOf(site: SyntheticSite, tracker = newTracker()): PassageEvent[] {
  const events = listenTo(site).flatMap((input) => hand(tracker, input));
  return [...events, ...tracker.close('end-of-recording')];
}

export function atSecond(seconds: number): number {
  return siteStartMs + 1000 * seconds;
}

function span(startSeconds: number, endSeconds: number): UtcSpan {
  return { startMs: atSecond(startSeconds), endMs: atSecond(endSeconds) };
}

/** Ships and permanent sources above the ambient, dB, as power sums. */
function signalDb({ ships = [], permanent, fades = [] }: SyntheticSite, second: number): number {
  const isFaded = fades.some(
    ({ fromSeconds, seconds }) => second >= fromSeconds && second < fromSeconds + seconds,
  );
  let power = 1e-6;
  for (const { closestSeconds, widthSeconds, aboveDb } of isFaded ? [] : ships) {
    const away = (second - closestSeconds) / widthSeconds;
    power += 10 ** ((aboveDb - 8 * away * away) / 10);
  }
  if (permanent && second >= permanent.fromSeconds) power += 10 ** (permanent.aboveDb / 10);
  return 10 * Math.log10(power);
}

function level(site: SyntheticSite, second: number, noise: () => number): Input {
  const receivedDb = 10 * Math.log10(1 + 10 ** (signalDb(site, second) / 10));
  const decidecadeDb = Float32Array.from({ length: bands }, (_, band) => 90 - band + receivedDb + noise());
  const splDb = 103 + receivedDb + 0.3 * noise();
  const frame = { startSeconds: second, endSeconds: second + 1, splDb, decidecadeDb };
  return { type: 'level', span: span(second, second + 1), level: frame };
}

function demon(second: number): Input {
  const frame = { startSeconds: second, endSeconds: second + 10, binHz: 0.1, power: new Float32Array(600) };
  return { type: 'demon', span: span(second, second + 10), demon: frame };
}

/** The heads say a ship when its signal reaches the ambient. */
function window(site: SyntheticSite, start: number, noise: () => number): Input {
  const middle = start + 2.5;
  const ordinary = site.ordinary ?? 0.08;
  const ordinaryLogOdds = Math.log(ordinary / (1 - ordinary));
  const aboveDb = signalDb(site, middle);
  const rise = 1 / (1 + Math.exp(-aboveDb));
  const isFlicker = (site.flickers ?? []).includes(start);
  const odds = isFlicker ? 3.5 : ordinaryLogOdds + rise * (4 - ordinaryLogOdds) + 0.5 * noise();
  const ship = 1 / (1 + Math.exp(-odds));
  const nearest = [...(site.ships ?? [])].sort(
    (a, b) => Math.abs(a.closestSeconds - middle) - Math.abs(b.closestSeconds - middle),
  );
  const big = nearest[0]?.size === 'small' ? 0.1 : 0.9;
  const assessment: Assessment = {
    probability: { big: ship * big, small: ship * (1 - big), none: 1 - ship },
    nearest: [
      { class: 'big', distance: 1 - big },
      { class: 'small', distance: big },
    ],
    vesselClass: null,
  };
  return { type: 'window', span: span(start, start + 5), assessment };
}

/** Standard normal numbers from a seed: mulberry32 and the sum of twelve. */
function gaussianNoise(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += uniform();
    return sum;
  };
}
