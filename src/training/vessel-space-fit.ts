import type { Size } from '../prototypes/assessment.js';
import { meanOf, tierOf, type Windows } from '../prototypes/class-space.js';
import { meanPlace } from '../prototypes/plain-space.js';
import { VesselSpace, type VesselTier } from '../prototypes/vessel-space.js';
import { fitLogistic } from './logistic-fit.js';
import { shrunkWhitening, sixDigits } from './shrunk-whitening.js';
import { compareHeads, foldsOf } from './vessel-heads.js';

/** A recording of a vessel as a model embeds it; all windows of one bandwidth. */
export interface VesselRecording {
  vessel: string;
  size: Size;
  windows: Windows;
}

/** Each with its recordings. */
type Vessels = readonly (readonly [string, readonly Windows[]])[];

/** Recordings that a class is taught from. */
const SHOTS = [1, 2, 3, 5];
/** So few recordings of other vessels may lie within the reach of a class. */
const STRANGERS = 0.02;
const WITHOUT_PENALTY = 1e6;

/**
 * Fits the space in which vessels are told apart on recordings of many, each in places, seas and recorders of its
 * own. S_r, the scatter of the recordings of one vessel about their mean, is whitened (ALGORITHMS 2; y = L⁻¹·(x − m)
 * with L·Lᵀ = (1 − l)·S_r + l·tr(S_r)/d·I); the reach of a class is where a share of 0.02 of the recordings of other
 * vessels begins, by the median of their windows.
 */
export function fitVesselTier(recordings: readonly VesselRecording[]): VesselTier {
  const ships = recordings.filter(({ size }) => size !== 'none');
  const vessels = groupByVessel(ships);
  const tier = tierOf(ships[0]!.windows[0]!);
  const means = vessels.map(([, heard]) => heard.map(meanPlace));
  const compared = compareHeads(means, SHOTS, removeRecordings);
  // In a space that knows them, vessels look better told than they are.
  const folds = foldsOf(vessels).map(({ asked, others }) => {
    const learnt = others.map(([, heard]) => heard.map(meanPlace));
    return {
      asked,
      space: new VesselSpace({ tiers: [{ tier, ...removeRecordings(learnt), operating: [], compared: [] }] }),
    };
  });
  const operating = SHOTS.map((shots) => operatingPoint(folds, shots));
  return { tier, ...removeRecordings(means), operating, compared };
}

/** What takes off what recordings of one vessel differ by, from the recordings of each vessel. */
function removeRecordings(vessels: readonly (readonly Float64Array[])[]) {
  return { mean: Array.from(meanOf(vessels.flat()), sixDigits), whitening: whiteningOf(vessels) };
}

function whiteningOf(vessels: readonly (readonly Float64Array[])[]): number[][] {
  const d = vessels[0]![0]!.length;
  const scatter = new Float64Array(d * d);
  let freedom = 0;
  for (const recordings of vessels) {
    const centre = meanOf(recordings);
    freedom += recordings.length - 1;
    for (const recording of recordings) {
      const off = recording.map((value, i) => value - centre[i]!);
      for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) scatter[i * d + j]! += off[i]! * off[j]!;
    }
  }
  return shrunkWhitening(scatter, d, freedom);
}

/** Each vessel is taught from each run of so many of its recordings, and its others and all other vessels are asked. */
function operatingPoint(
  folds: readonly { asked: Vessels; space: VesselSpace }[],
  shots: number,
): VesselTier['operating'][number] {
  const distances = folds.map(({ asked, space }) => distancesIn(space, asked, shots));
  const own = distances.flatMap((fold) => fold.own);
  const strange = distances.flatMap((fold) => fold.strange);
  strange.sort((a, b) => a - b);
  const reach = strange[Math.floor(STRANGERS * strange.length)]!;
  const examples = {
    values: Float32Array.from([...own, ...strange]),
    features: 1,
    positive: Uint8Array.from([...own.map(() => 1), ...strange.map(() => 0)]),
  };
  // As many of the class as of others: what passes in a harbour is not known here.
  const weights = [...own.map(() => 1 / own.length), ...strange.map(() => 1 / strange.length)];
  const {
    weights: [slope],
    bias,
  } = fitLogistic(examples, WITHOUT_PENALTY, Float64Array.from(weights));
  return {
    recordings: shots,
    reach: sixDigits(reach),
    even: sixDigits(-bias / slope!),
    softness: sixDigits(-1 / slope!),
    recognised: sixDigits(own.filter((distance) => distance <= reach).length / own.length),
    strangers: STRANGERS,
  };
}

function distancesIn(space: VesselSpace, vessels: Vessels, shots: number) {
  const places = new Map(
    vessels.flatMap(([, heard]) =>
      heard.map((windows) => [windows, windows.map((window) => space.place(window)!)] as const),
    ),
  );
  const [own, strange]: [number[], number[]] = [[], []];
  for (const [name, heard] of vessels) {
    for (let first = 0; first < heard.length; first++) {
      const turned = [...heard.slice(first), ...heard.slice(0, first)];
      const centre = space.centre(turned.slice(0, shots));
      const asked = (windows: Windows) => medianDistance(space, centre, places.get(windows)!);
      own.push(...turned.slice(shots).map(asked));
      for (const [other, theirs] of vessels) if (other !== name) strange.push(...theirs.map(asked));
    }
  }
  return { own, strange };
}

function medianDistance(space: VesselSpace, centre: Float64Array, places: readonly Float64Array[]): number {
  const distances = places.map((place) => space.distance(centre, place)).sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)]!;
}

function groupByVessel(recordings: readonly VesselRecording[]): [string, Windows[]][] {
  const vessels = new Map<string, Windows[]>();
  for (const { vessel, windows } of recordings)
    vessels.set(vessel, [...(vessels.get(vessel) ?? []), windows]);
  return [...vessels];
}
