import { type ClipRequest, drawClip } from './clip.js';

const SNR_TOLERANCE_DB = 1;

/**
 * Gives a clip the sea in which its ship can have the SNR that is wanted, to 1 dB: a loud ship is not drowned by a
 * quiet sea at any range, nor does a quiet one stand out of a storm. The nearest of `tried` seas of this name; the
 * request itself where no SNR is wanted.
 */
export function findSea(request: ClipRequest, name: string, tried: number): ClipRequest {
  const { snrDb } = request;
  if (snrDb === undefined) return request;
  let best = request;
  let leastOffDb = Number.POSITIVE_INFINITY;
  for (let attempt = 1; attempt <= tried && leastOffDb > SNR_TOLERANCE_DB; attempt++) {
    const candidate = { ...request, seeds: { ...request.seeds, sea: `${name}/${attempt}` } };
    const offDb = Math.abs(drawClip(candidate).truth.snrDb! - snrDb);
    if (offDb < leastOffDb) [best, leastOffDb] = [candidate, offDb];
  }
  return best;
}
