import type { Verdict } from '../decision/verdict.js';
import { ExitCode, HullprintError } from '../errors.js';
import type { Size } from '../prototypes/assessment.js';
import { detailsOf, type EvaluationDetails } from './details.js';
import { answerEpisodes } from './few-shot-answers.js';
import { drawEpisodes } from './few-shot-episodes.js';
import type { FewShotRecording } from './few-shot-recordings.js';
import type { Answer } from './outcome.js';
import { balancedAccuracy, SIZES } from './scores.js';
import { outcomesOf } from './summary.js';
import { vesselBootstrapInterval } from './vessel-bootstrap.js';

/** Recordings of support for each size, in turn. */
export const SHOTS: readonly number[] = [1, 3, 5, 10];

/** What one way of embedding reaches; chance is 1 over the number of sizes. */
export interface FewShotScore {
  balancedAccuracy: number;
  /** 95 %, bootstrapped over the vessels asked for; null where a size has too few. */
  interval: [number, number] | null;
}

export interface ShotReport {
  shots: number;
  /** `shared`: no division of the sites leaves enough on both sides, or there is only one site. */
  sites: 'disjoint' | 'shared';
  model: FewShotScore;
  baseline: FewShotScore | null;
}

/**
 * The answers at the largest k whose support and query are of different sites, or at the largest where there is none. A
 * recording is asked for again and again: what `recordings` counts here are answers.
 */
export interface FewShotDetails extends EvaluationDetails, Pick<ShotReport, 'shots' | 'sites'> {}

/** A report of one k, and what it rests on. */
type Scored = ShotReport & { answers: Answer[] };

export interface FewShotReport {
  episodes: number;
  seed: number;
  sites: string[];
  sizes: { size: Size; recordings: number; vessels: number }[];
  shots: ShotReport[];
  details: FewShotDetails;
  /** Not evaluated, for some size has too few recordings of other vessels than the query's. */
  leftOut: number[];
  /** Heard as two sizes, so in no episode. */
  contradictory: string[];
}

export interface FewShotRequest {
  episodes: number;
  seed: number;
  baseline: boolean;
}

/**
 * Scores few-shot episodes of 1, 3, 5 and 10 recordings of support. Throws HullprintError (65) when there are
 * fewer than two sizes, or too few recordings for a single support.
 */
export function scoreFewShot(all: readonly FewShotRecording[], request: FewShotRequest): FewShotReport {
  const { episodes, seed } = request;
  const contradictory = vesselsOfTwoSizes(all);
  const recordings = all.filter(({ vessel }) => !contradictory.includes(vessel));
  const sizes = SIZES.map((size) => {
    const own = recordings.filter((recording) => recording.size === size);
    return { size, recordings: own.length, vessels: new Set(own.map(({ vessel }) => vessel)).size };
  }).filter((count) => count.recordings > 0);
  const sites = [...new Set(recordings.map(({ site }) => site))].sort();
  const scored = SHOTS.flatMap((count) => scoreShots(recordings, count, sites.length > 1, request) ?? []);
  // Where sites are shared, part of what is right is the recorder.
  const detailed = scored.findLast((one) => one.sites === 'disjoint') ?? scored.at(-1);
  if (sizes.length < 2 || !detailed) throw tooFew(sizes);
  const shots = scored.map(({ answers: _, ...report }) => report);
  const leftOut = SHOTS.filter((count) => !shots.some((report) => report.shots === count));
  return { episodes, seed, sites, sizes, shots, details: detailsAt(detailed), leftOut, contradictory };
}

function scoreShots(
  recordings: readonly FewShotRecording[],
  shots: number,
  severalSites: boolean,
  { episodes, seed, baseline }: FewShotRequest,
): Scored | null {
  const draw = (disjointSites: boolean) => drawEpisodes(recordings, { shots, episodes, seed, disjointSites });
  const apart = severalSites ? draw(true) : null;
  const drawn = apart ?? draw(false);
  if (!drawn) return null;
  const answers = answerEpisodes(drawn, baseline);
  return {
    shots,
    sites: apart ? 'disjoint' : 'shared',
    model: scoreOf(answers, ({ verdict }) => verdict),
    baseline: baseline ? scoreOf(answers, (one) => one.baseline!) : null,
    answers,
  };
}

/** In the order of size and vessel, for the tables. */
function detailsAt({ shots, sites, answers }: Scored): FewShotDetails {
  const ordered = answers.toSorted(
    ({ recording: a }, { recording: b }) =>
      SIZES.indexOf(a.size as Size) - SIZES.indexOf(b.size as Size) ||
      a.vessel.localeCompare(b.vessel, 'en', { numeric: true }),
  );
  return { shots, sites, ...detailsOf(ordered) };
}

function scoreOf(answers: readonly Answer[], say: (answer: Answer) => Verdict): FewShotScore {
  const outcomes = outcomesOf(answers, say);
  return { balancedAccuracy: balancedAccuracy(outcomes), interval: vesselBootstrapInterval(outcomes) };
}

function vesselsOfTwoSizes(recordings: readonly FewShotRecording[]): string[] {
  const sizeOf = new Map<string, Size>();
  const two = new Set<string>();
  for (const { vessel, size } of recordings) {
    if ((sizeOf.get(vessel) ?? size) !== size) two.add(vessel);
    sizeOf.set(vessel, size);
  }
  return [...two].sort();
}

function tooFew(sizes: FewShotReport['sizes']): HullprintError {
  const counts = sizes.map(({ size, recordings, vessels }) => `${size} ${recordings} of ${vessels} vessels`);
  return new HullprintError({
    operation: 'draw few-shot episodes from',
    subject: 'this index',
    reason: `it has too few recordings to learn from (${counts.join(', ') || 'none that is big, small or none'})`,
    hint: 'It takes two sizes, each with recordings of two vessels or more.',
    exitCode: ExitCode.data,
  });
}
