import { preparePatch } from '../../embedding/patch-preparation.js';
import { filterbankBands, filterbankCentresHz } from '../../features/filterbank.js';
import type { Random } from '../../simulator/random.js';
import type { Pretext } from '../few-shot/patch-set.js';

const bands = filterbankBands;
/** Loss of a longer way: more at high frequencies, as absorption and scattering have it. */
const FAR = { fromHz: 1000, dbPerOctave: -3 };
/** Delay of the surface's reflection, s: of grazing and of steep rays. */
const LLOYD_DELAY_S = [0.2e-3, 5e-3] as const;
/** The surface takes a little of it. */
const LLOYD_AMPLITUDE = 0.9;
/** A band of the filterbank is as wide as its neighbours are apart, relative to its centre. */
const RELATIVE_WIDTH = filterbankCentresHz[1]! / filterbankCentresHz[0]! - 1;
const FLOOR_DB = 60;

/**
 * Four views of a ship's spectrogram, `[frames, 96]` dB, that the sea itself could have made: as heard, from farther
 * away, under a Lloyd mirror, and with an octave lost in the ambient noise. A ship stays as big as it is, and each view
 * can be told from one patch. Turned pictures would exchange time for frequency; reversed or cut time tells nothing in a
 * steady sound; a shifted frequency would make another ship of it (docs/FINDINGS.md).
 */
export const SHIP_PRETEXTS: readonly Pretext[] = [
  { name: 'as heard', apply: () => {} },
  { name: 'farther away', apply: (patch) => addResponse(patch, farther) },
  {
    name: 'Lloyd mirror',
    apply: (patch, random) => {
      const delayS = random.logUniform(...LLOYD_DELAY_S);
      addResponse(patch, (hz) => lloydDb(hz, delayS));
    },
  },
  { name: 'octave lost', apply: loseOctave },
];

function farther(hz: number): number {
  return hz > FAR.fromHz ? FAR.dbPerOctave * Math.log2(hz / FAR.fromHz) : 0;
}

/** Level of direct and reflected sound together, dB, in power over the width of the band. */
export function lloydDb(hz: number, delayS: number): number {
  const turns = hz * RELATIVE_WIDTH * delayS;
  const blur = turns === 0 ? 1 : Math.sin(Math.PI * turns) / (Math.PI * turns);
  const wave = 2 * LLOYD_AMPLITUDE * Math.cos(2 * Math.PI * hz * delayS) * blur;
  return 10 * Math.log10(1 + LLOYD_AMPLITUDE ** 2 - wave);
}

function addResponse(patch: Float32Array, responseDb: (hz: number) => number): void {
  const heard = bandsHeard(patch);
  for (let band = 0; band < heard; band++) {
    const gain = responseDb(filterbankCentresHz[band]!);
    for (let at = band; at < patch.length; at += bands) patch[at]! += gain;
  }
  prepareAgain(patch, heard);
}

/** Puts an octave, anywhere in what is heard, to the least level next to it, with the unsteadiness that it had. */
function loseOctave(patch: Float32Array, random: Random): void {
  const heard = bandsHeard(patch);
  const octave = Math.round(Math.LN2 / Math.log1p(RELATIVE_WIDTH));
  const first = random.integer(0, Math.max(0, heard - octave));
  const means = Float64Array.from({ length: heard }, (_, band) => meanOf(patch, band));
  const near = means.slice(Math.max(0, first - octave), Math.min(heard, first + 2 * octave));
  const floor = Math.min(...near);
  for (let band = first; band < Math.min(heard, first + octave); band++) {
    for (let at = band; at < patch.length; at += bands) patch[at]! += floor - means[band]!;
  }
  prepareAgain(patch, heard);
}

/** What the recorder does not hear is 0 in every frame. */
function bandsHeard(patch: Float32Array): number {
  for (let band = bands - 1; band >= 0; band--) {
    for (let at = band; at < patch.length; at += bands) if (patch[at] !== 0) return band + 1;
  }
  return bands;
}

function meanOf(patch: Float32Array, band: number): number {
  let sum = 0;
  for (let at = band; at < patch.length; at += bands) sum += patch[at]!;
  return (sum * bands) / patch.length;
}

function prepareAgain(patch: Float32Array, heard: number): void {
  preparePatch(patch, bands, { floorDb: FLOOR_DB, bandsHeard: [heard] }, 0);
}
