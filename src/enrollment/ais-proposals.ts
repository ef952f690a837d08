import { sizeOfVessel } from '../datasets/vessel-size.js';
import type { KeptPassage } from '../history/passages.js';

/** A ship whose passages could be taught, as AIS names her. */
export interface Proposal {
  /** Of the class. */
  name: string;
  size: 'big' | 'small';
  mmsi: number;
  lengthM: number | null;
  /** Ids of her passages, the earliest first. */
  passages: string[];
}

export interface AisProposals {
  proposals: Proposal[];
  /** Passages that are not proposed, and why. */
  left: { id: string; ship: string; why: string }[];
}

/**
 * What AIS says of passages that were heard: a size by length (small below 50 m, big from 100 m; between: not used),
 * or by kind of vessel where the length is not told. A verdict of the other size is a conflict, for a person to settle.
 *
 * @param leastConfidence verdicts of the same size count from here on; what is unknown is what is worth teaching
 */
export function proposeFromAis(
  passages: readonly Pick<KeptPassage, 'event' | 'review' | 'clip'>[],
  leastConfidence: number,
): AisProposals {
  const proposals = new Map<number, Proposal>();
  const left: AisProposals['left'] = [];
  const inOrder = passages.toSorted((a, b) => a.event.start.localeCompare(b.event.start));
  for (const { event, review, clip } of inOrder) {
    const { ais, id } = event;
    if (!ais || event.phase !== 'end') continue;
    const { mmsi, lengthM } = ais;
    const size = sizeOfVessel(lengthM, ais.type);
    const ship = `${ais.name ?? mmsi}, ${lengthM === null ? 'length not told' : `${lengthM} m`}`;
    const leave = (why: string) => void left.push({ id, ship, why });
    if (size !== 'big' && size !== 'small') leave('neither small (below 50 m) nor big (from 100 m)');
    else if (review && review.verdict !== 'right') leave(`reviewed as ${review.verdict}`);
    else if (event.size !== 'unknown' && event.size !== size)
      leave(`conflict: AIS says ${size}, the verdict ${event.size}`);
    else if (event.size === size && event.confidence < leastConfidence)
      leave(`the verdict is only ${event.confidence} sure`);
    else if (!clip) leave('its clip is gone');
    else {
      const known = proposals.get(mmsi);
      if (known) known.passages.push(id);
      else {
        const names = [...proposals.values()].map(({ name }) => name);
        const name = classNameOf(ais.name, mmsi, names);
        proposals.set(mmsi, { name, size, mmsi, lengthM, passages: [id] });
      }
    }
  }
  return { proposals: [...proposals.values()], left };
}

/** The ship's name as a class may be called; with her number where another ship has it. */
function classNameOf(name: string | null, mmsi: number, taken: readonly string[]): string {
  const plain = (name ?? '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  if (plain === '') return `mmsi-${mmsi}`;
  return taken.includes(plain) ? `${plain}-${mmsi}` : plain;
}
