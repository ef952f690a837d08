import { type PatchPreparation, preparePatch } from '../../embedding/patch-preparation.js';
import { filterbankBands } from '../../features/filterbank.js';
import type { FewShotClass, PatchSet } from '../few-shot/patch-set.js';
import type { ResponseSpread } from '../response-randomisation.js';
import type { HeardWindow } from './heard-window.js';
import { drawResponse, writePatch } from './response-change.js';
import { SHIP_PRETEXTS } from './ship-pretexts.js';
import { SHIP_SIZES, type ShipRecording } from './ship-recording.js';

/** How recordings become patches. */
export interface ShipPatches {
  frames: number;
  preparation: PatchPreparation;
  /** Tier of bandwidth of a window. */
  tierOf: (window: HeardWindow) => number;
  spread: ResponseSpread;
  /** Share of the full-bandwidth patches that are heard as by the last tier. */
  narrowShare: number;
}

/** The recordings as a set to learn from in episodes: classes are vessels, kinds their sizes. */
export function shipSet(recordings: readonly ShipRecording[], patches: ShipPatches): PatchSet<ShipRecording> {
  const { frames, preparation, tierOf, spread, narrowShare } = patches;
  const classes = vesselsOf(recordings);
  return {
    height: frames,
    width: filterbankBands,
    kinds: SHIP_SIZES,
    pretexts: SHIP_PRETEXTS,
    placeOf: ({ site, hydrophone }) => `${site} ${hydrophone}`,
    domains: classes.length > 0 ? [{ name: 'sea', classes }] : [],
    write: ({ windows }, patch, random) => {
      const window = random ? random.choice(windows) : windows[0]!;
      writePatch(window, random && drawResponse(random, spread), patch);
      const narrow = random?.chance(narrowShare) ?? false;
      preparePatch(
        patch,
        filterbankBands,
        preparation,
        narrow ? preparation.bandsHeard.length - 1 : tierOf(window),
      );
    },
  };
}

function vesselsOf(recordings: readonly ShipRecording[]): FewShotClass<ShipRecording>[] {
  const byVessel = new Map<string, ShipRecording[]>();
  for (const recording of recordings) {
    const { vessel } = recording;
    byVessel.set(vessel, [...(byVessel.get(vessel) ?? []), recording]);
  }
  return [...byVessel].map(([name, examples]) => ({
    name,
    examples,
    kind: SHIP_SIZES.indexOf(examples[0]!.size),
  }));
}
