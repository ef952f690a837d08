import { type ClipRequest, simulateClip } from '../../simulator/clip.js';
import { findSea } from '../../simulator/find-sea.js';
import { Random } from '../../simulator/random.js';
import { computeInChildren } from '../child-processes.js';
import { CLIP_RATE_HZ, hearTwice } from './heard-window.js';
import { SHIP_SIZES, type ShipRecording } from './ship-recording.js';

/** What the vessels of a part of the fleet are for. No vessel, site or hydrophone is in two parts. */
export const FLEET_PARTS = ['encoder', 'heads', 'held'] as const;
export type FleetPart = (typeof FLEET_PARTS)[number];

export interface FleetRequest {
  seed: number;
  clips: number;
  /** Processes that simulate; the clips are the same however many there are. */
  workers: number;
  /** Called with the number of clips that are done. */
  onProgress?: (done: number) => void;
}

/** Recordings of one vessel. */
export const CLIPS_OF_A_VESSEL = 4;
/** Parts of ten rounds of the sizes. */
const ROUNDS: readonly FleetPart[] = [
  ...Array<FleetPart>(6).fill('encoder'),
  ...Array<FleetPart>(3).fill('heads'),
  'held',
];
/** Clips in which every part has vessels of every size. */
export const FEWEST_FLEET_CLIPS = CLIPS_OF_A_VESSEL * SHIP_SIZES.length * ROUNDS.length;
/**
 * The encoder learns from ships that can be heard. The heads must know faint ones too: for them every other recording
 * of a vessel has an SNR drawn evenly between these, dB, in the best of a few seas.
 */
const SNR_DB = [-5, 25] as const;
const SEAS_TRIED = 4;
/** Vessels that share a site on average, and likewise a hydrophone. */
const VESSELS_A_SITE = 4;

/** Simulates a fleet and hears it, in the order of the clips' numbers. */
export async function simulateFleet(request: FleetRequest): Promise<ShipRecording<FleetPart>[]> {
  const { seed, clips, workers, onProgress } = request;
  const fleet = new Array<ShipRecording<FleetPart>>(clips);
  let done = 0;
  const take = (index: number, clip: ShipRecording<FleetPart>) => {
    fleet[index] = clip;
    onProgress?.(++done);
  };
  if (workers > 1) {
    const shares = Array.from({ length: workers }, (_, part) => ({
      seed,
      count: clips,
      part,
      of: workers,
    }));
    const program = new URL('./fleet-child', import.meta.url);
    await computeInChildren(program, shares, ({ index, clip }: FleetMessage) => take(index, clip));
  } else {
    for (let index = 0; index < clips; index++) take(index, simulateFleetClip(seed, clips, index));
  }
  return fleet;
}

/** What a simulating process tells. */
export interface FleetMessage {
  index: number;
  clip: ShipRecording<FleetPart>;
}

/** Sizes, and within each parts, take turns; a vessel is heard at other sites, with other hydrophones and seas. */
export function simulateFleetClip(
  seed: number | string,
  clips: number,
  index: number,
): ShipRecording<FleetPart> {
  const vesselNumber = Math.floor(index / CLIPS_OF_A_VESSEL);
  const size = SHIP_SIZES[vesselNumber % SHIP_SIZES.length]!;
  const part = ROUNDS[Math.floor(vesselNumber / SHIP_SIZES.length) % ROUNDS.length]!;
  const name = `${seed}/fleet/${index}`;
  const random = new Random(name);
  const places = Math.max(1, Math.round(clips / CLIPS_OF_A_VESSEL / VESSELS_A_SITE));
  const place = (kind: string) => `${seed}/${part}/${kind} ${random.integer(0, places - 1)}`;
  const [site, hydrophone] = [place('site'), place('hydrophone')];
  const vessel = `${seed}/${part}/vessel ${vesselNumber}`;
  // A sea without a ship is what stays the same where there is no vessel.
  const seeds = size === 'none' ? { sea: vessel, site, hydrophone } : { vessel, site, hydrophone };
  const faint = part !== 'encoder' && size !== 'none' && index % 2 === 1;
  const request: ClipRequest = {
    seed: name,
    size,
    seeds,
    sampleRateHz: CLIP_RATE_HZ,
    ...(faint && { snrDb: random.stream('snr').uniform(...SNR_DB) }),
  };
  const { samples } = simulateClip(findSea(request, `${name}/sea`, SEAS_TRIED));
  return { side: part, size, vessel, site, hydrophone, windows: hearTwice(samples, random) };
}
