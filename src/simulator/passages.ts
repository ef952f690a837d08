import type { ClipRequest } from './clip.js';
import { findSea } from './find-sea.js';
import { Random } from './random.js';

/** A labelled set of single passages. */
export interface PassageSet {
  /** The same seed gives the same set; none gives a clip that a model is trained on. */
  seed: string;
  /** Half big, half small. */
  vessels: number;
  /** Of each vessel, each at another site where there are as many. */
  recordingsPerVessel: number;
  /** Places with a hydrophone each. */
  sites: number;
  /** Length of a recording. */
  seconds: number;
}

/** One recording of a set, before it is rendered. */
export interface PassagePlan {
  size: 'big' | 'small' | 'none';
  /** Identities within the set; `vessel` is `none` where there is no ship. */
  vessel: string;
  site: string;
  hydrophone: string;
  sea: string;
  request: ClipRequest;
}

/** SNRs are drawn evenly between these, dB. */
const SNR_DB = [-5, 25] as const;
const SEAS_TRIED = 8;
const SIZES = ['big', 'small'] as const;

/**
 * Plans the recordings of a set: of each vessel so many, the vessels of both sizes in turn, then as many empty seas as
 * there are recordings of one size. Each recording has a sea of its own; a site keeps its water and its recorder's
 * response. Big and small ships get the same spread of SNRs.
 */
export function planPassages(set: PassageSet): PassagePlan[] {
  const { vessels, recordingsPerVessel, sites } = set;
  // Training draws from seeds `<number>/<number>`, which this name keeps apart.
  const root = `passages/${set.seed}`;
  const random = new Random(root);
  const perSize = Math.ceil(vessels / 2) * recordingsPerVessel;
  const snrDb = SIZES.map((size) => evenly(random.stream(`snr ${size}`), perSize, ...SNR_DB));
  const siteOrder = random.stream('sites');
  const plans: PassagePlan[] = [];
  const plan = (size: PassagePlan['size'], vessel: string, siteNumber: number, wantedDb?: number) => {
    const [site, hydrophone] = [`${root}/site ${siteNumber}`, `${root}/hydrophone ${siteNumber}`];
    const seed = `${root}/recording ${plans.length + 1}`;
    const sea = `${root}/sea ${plans.length + 1}`;
    plans.push({
      size,
      vessel,
      site,
      hydrophone,
      sea,
      request: {
        seed,
        seeds: { vessel, site, hydrophone, sea },
        size,
        seconds: set.seconds,
        ...(wantedDb !== undefined && { snrDb: wantedDb }),
      },
    });
  };
  for (let vessel = 0; vessel < vessels; vessel++) {
    const kind = vessel % SIZES.length;
    const places = shuffled(siteOrder, sites);
    for (let recording = 0; recording < recordingsPerVessel; recording++) {
      const place = places[recording % sites]! + 1;
      plan(SIZES[kind]!, `${root}/vessel ${vessel + 1}`, place, snrDb[kind]!.pop());
    }
  }
  for (let empty = 0; empty < perSize; empty++) plan('none', 'none', (empty % sites) + 1);
  return plans;
}

/** Changes a recording's sea for the nearest of eight, where its ship is to have an SNR (`findSea`). */
export function withSea(plan: PassagePlan): PassagePlan {
  const request = findSea(plan.request, plan.sea, SEAS_TRIED);
  return { ...plan, sea: String(request.seeds?.sea ?? plan.sea), request };
}

/** One number in each of `count` equal parts of an interval, in any order. */
function evenly(random: Random, count: number, from: number, to: number): number[] {
  return shuffled(random, count).map((part) => from + ((part + random.uniform()) / count) * (to - from));
}

/** The whole numbers below `count` in any order (Fisher and Yates). */
function shuffled(random: Random, count: number): number[] {
  const numbers = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = random.integer(0, i);
    [numbers[i], numbers[other]] = [numbers[other]!, numbers[i]!];
  }
  return numbers;
}
