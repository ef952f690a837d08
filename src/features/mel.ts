/** Frequency scales that are even in pitch: HTK's formula, and Slaney's (linear below 1 kHz, then logarithmic). */
export type MelScale = 'htk' | 'slaney';

const slaneyHzPerMel = 200 / 3;
const slaneyBreakMel = 1000 / slaneyHzPerMel;
const slaneyStep = Math.log(6.4) / 27;

export function hzToMel(hz: number, scale: MelScale): number {
  if (scale === 'htk') return 2595 * Math.log10(1 + hz / 700);
  return hz < 1000 ? hz / slaneyHzPerMel : slaneyBreakMel + Math.log(hz / 1000) / slaneyStep;
}

export function melToHz(mel: number, scale: MelScale): number {
  if (scale === 'htk') return 700 * (10 ** (mel / 2595) - 1);
  return mel < slaneyBreakMel ? mel * slaneyHzPerMel : 1000 * Math.exp((mel - slaneyBreakMel) * slaneyStep);
}

export interface MelBank {
  bands: number;
  lowestHz: number;
  highestHz: number;
  scale: MelScale;
  /** Divide each triangle by half its width in Hz, so that white noise gives a level bank. */
  equalArea: boolean;
}

/** Triangular weights `[bands][bins]` over a spectrum whose bin k is k · binHz. */
export function melWeights(bank: MelBank, binHz: number, bins: number): Float64Array[] {
  const lowest = hzToMel(bank.lowestHz, bank.scale);
  const step = (hzToMel(bank.highestHz, bank.scale) - lowest) / (bank.bands + 1);
  const cornerHz = Array.from({ length: bank.bands + 2 }, (_, i) => melToHz(lowest + i * step, bank.scale));
  return Array.from({ length: bank.bands }, (_, band) => {
    const [lowHz, centreHz, highHz] = cornerHz.slice(band, band + 3);
    const height = bank.equalArea ? 2 / (highHz - lowHz) : 1;
    return Float64Array.from({ length: bins }, (_, bin) => {
      const rising = (bin * binHz - lowHz) / (centreHz - lowHz);
      const falling = (highHz - bin * binHz) / (highHz - centreHz);
      return height * Math.max(0, Math.min(rising, falling));
    });
  });
}
