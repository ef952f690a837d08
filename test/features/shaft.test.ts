import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EnvelopeSpectrum, estimateShaft } from '../../src/features/shaft.js';
import { Random } from '../../src/simulator/random.js';

interface Comb {
  shaftHz: number;
  blades: number;
  binHz?: number;
  highestHz?: number;
  seed?: string;
}

/** Exponentially distributed noise averaged over 30 periodograms, with lines at the harmonics; blade lines are stronger. */
function comb({ shaftHz, blades, binHz = 0.1, highestHz = 50, seed = 'comb' }: Comb) {
  const random = new Random(seed);
  const power = Float32Array.from({ length: Math.round(highestHz / binHz) + 1 }, () => {
    let sum = 0;
    for (let frame = 0; frame < 30; frame++) sum -= Math.log(1 - random.uniform());
    return sum / 30;
  });
  for (let k = 1; k <= 12; k++) {
    const height = (k % blades === 0 ? 8 : 3) / Math.sqrt(k);
    const centre = k * shaftHz;
    for (let bin = 0; bin < power.length; bin++)
      power[bin] += height * Math.exp(-(((bin * binHz - centre) / 0.1) ** 2));
  }
  return { binHz, power };
}

test.each([
  { shaftHz: 1.3, blades: 4 },
  { shaftHz: 2.1, blades: 4 },
  { shaftHz: 2.9, blades: 4 },
  { shaftHz: 3.4, blades: 3 },
  { shaftHz: 1.9, blades: 5 },
  { shaftHz: 4.6, blades: 4 },
])('a plain comb at $shaftHz Hz with $blades blades is read within 3 %', ({ shaftHz, blades }) => {
  const estimate = estimateShaft(comb({ shaftHz, blades }))!;
  expect(Math.abs(estimate.shaftHz / shaftHz - 1)).toBeLessThan(0.03);
  expect(estimate.bladeCount).toBe(blades);
  expect(estimate.bladeRateHz).toBeCloseTo(estimate.shaftHz * blades, 10);
  expect(estimate.trust).toBeGreaterThan(0.9);
  expect(estimate.trust).toBeLessThanOrEqual(1);
});

test('blades are given only where the spectrum reaches beyond the blade rate', () => {
  const cut = estimateShaft(comb({ shaftHz: 4.6, blades: 4, highestHz: 22 }))!;
  expect(Math.abs(cut.shaftHz / 4.6 - 1)).toBeLessThan(0.03);
  expect(cut.bladeCount).toBeNull();
  expect(cut.bladeRateHz).toBeNull();
});

test('the spectrum of a few seconds of noise is hardly ever taken for a shaft', () => {
  const random = new Random('short');
  let taken = 0;
  for (let round = 0; round < 100; round++) {
    const power = Float32Array.from({ length: 600 }, () => -Math.log(1 - random.uniform()));
    if (estimateShaft({ binHz: 0.1, power }) !== null) taken++;
  }
  expect(taken).toBeLessThanOrEqual(4);
});

test.each([0.025, 0.05, 0.0977, 0.125])('a comb on bins of %d Hz is read as on bins of 0.1 Hz', (binHz) => {
  const estimate = estimateShaft(comb({ shaftHz: 2.1, blades: 4, binHz }))!;
  expect(Math.abs(estimate.shaftHz / 2.1 - 1)).toBeLessThan(0.03);
  expect(estimate.bladeCount).toBe(4);
});

test('a spectrum that ends at 30 Hz is read from what it holds', () => {
  const estimate = estimateShaft(comb({ shaftHz: 2.1, blades: 4, highestHz: 30 }))!;
  expect(Math.abs(estimate.shaftHz / 2.1 - 1)).toBeLessThan(0.03);
});

test('the envelope spectrum of noise modulated by a propeller gives its shaft and blades', () => {
  const estimate = estimateShaft(modulatedNoiseSpectrum({ shaftHz: 2.4, blades: 4, depth: 0.4 }))!;
  expect(Math.abs(estimate.shaftHz / 2.4 - 1)).toBeLessThan(0.03);
  expect(estimate.bladeCount).toBe(4);
});

test('noise that no propeller modulates is hardly ever taken for a shaft', () => {
  let taken = 0;
  for (let seed = 0; seed < 40; seed++) {
    if (estimateShaft(modulatedNoiseSpectrum({ shaftHz: 1, blades: 4, depth: 0, seed })) !== null) taken++;
  }
  expect(taken).toBeLessThanOrEqual(2);
});

test('gain does not move the estimate', () => {
  const { binHz, power } = comb({ shaftHz: 2.6, blades: 4 });
  const { shaftHz, bladeCount, trust } = estimateShaft({ binHz, power })!;
  fc.assert(
    fc.property(fc.double({ min: -12, max: 12, noNaN: true }), (decades) => {
      const scaled = estimateShaft({ binHz, power: Float64Array.from(power, (p) => p * 10 ** decades) })!;
      expect(scaled.bladeCount).toBe(bladeCount);
      expect(scaled.shaftHz).toBeCloseTo(shaftHz, 9);
      expect(scaled.trust).toBeCloseTo(trust, 9);
    }),
    { numRuns: 30 },
  );
});

test('an estimate does not depend on the spectra that were read before', () => {
  const first = comb({ shaftHz: 2.1, blades: 4 });
  const second = comb({ shaftHz: 3.4, blades: 3, highestHz: 30 });
  const alone = estimateShaft(second);
  estimateShaft(first);
  expect(estimateShaft(second)).toEqual(alone);
});

test('the same bins in another order are trusted less', () => {
  const { binHz, power } = comb({ shaftHz: 2.1, blades: 4 });
  const { trust } = estimateShaft({ binHz, power })!;
  const random = new Random('shuffle');
  let taken = 0;
  for (let round = 0; round < 30; round++) {
    for (let i = power.length - 1; i > 6; i--) {
      const j = random.integer(6, i);
      [power[i], power[j]] = [power[j], power[i]];
    }
    const shuffled = estimateShaft({ binHz, power });
    if (shuffled === null) continue;
    expect(shuffled.trust).toBeLessThan(trust);
    taken++;
  }
  // A dozen strong lines at random places often look like part of some comb; most orders still give no estimate.
  expect(taken).toBeLessThan(15);
});

test.each<[string, EnvelopeSpectrum]>([
  ['an empty spectrum', { binHz: 0.1, power: [] }],
  ['a spectrum of zeros', { binHz: 0.1, power: new Float32Array(499) }],
  ['a flat spectrum', { binHz: 0.1, power: new Float32Array(499).fill(3) }],
  ['a spectrum that ends at 3 Hz', { binHz: 0.1, power: comb({ shaftHz: 1, blades: 4 }).power.slice(0, 31) }],
  [
    'a spectrum with a NaN',
    { binHz: 0.1, power: comb({ shaftHz: 2, blades: 4 }).power.fill(Number.NaN, 80, 81) },
  ],
  [
    'a spectrum with an infinite bin',
    { binHz: 0.1, power: comb({ shaftHz: 2, blades: 4 }).power.fill(1 / 0, 80, 81) },
  ],
  ['a bin width of 0', { binHz: 0, power: comb({ shaftHz: 2, blades: 4 }).power }],
  ['a bin width that is no number', { binHz: Number.NaN, power: comb({ shaftHz: 2, blades: 4 }).power }],
])('%s gives no estimate', (_, spectrum) => {
  expect(estimateShaft(spectrum)).toBeNull();
});

test('whatever the spectrum, an estimate lies in the range that is searched', () => {
  const spectrum = fc.record({
    binHz: fc.double({ min: 0.01, max: 1, noNaN: true }),
    power: fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 700 }),
  });
  fc.assert(
    fc.property(spectrum, (any) => {
      const estimate = estimateShaft(any);
      if (estimate === null) return;
      expect(estimate.shaftHz).toBeGreaterThan(0.69);
      expect(estimate.shaftHz).toBeLessThan(20);
      expect([3, 4, 5, 6, null]).toContain(estimate.bladeCount);
      expect(estimate.trust).toBeGreaterThanOrEqual(0.65);
      expect(estimate.trust).toBeLessThanOrEqual(1);
    }),
  );
});

/**
 * Averaged periodogram (15 segments of 10 s, half overlapping, Hann) of the energy of Gaussian noise whose strength follows
 * a propeller: blades alike but for one that cavitates more. Plain DFT at the bins that are asked for.
 */
function modulatedNoiseSpectrum(of: {
  shaftHz: number;
  blades: number;
  depth: number;
  seed?: number;
}): EnvelopeSpectrum {
  const rateHz = 100;
  const segment = 10 * rateHz;
  const random = new Random(`modulated noise ${of.seed ?? 0}`);
  const energy = Float64Array.from({ length: 8 * segment }, (_, n) => {
    const turn = (2 * Math.PI * of.shaftHz * n) / rateHz;
    const strength = 1 + of.depth * (Math.cos(of.blades * turn) + 0.6 * pulse(turn));
    let sum = 0;
    for (let sample = 0; sample < 10; sample++) sum += -Math.log(1 - random.uniform());
    return (strength ** 2 * sum) / 10;
  });
  const power = new Float32Array(499);
  for (let start = 0; start + segment <= energy.length; start += segment / 2) {
    for (let bin = 0; bin < power.length; bin++) {
      let real = 0;
      let imaginary = 0;
      for (let n = 0; n < segment; n++) {
        const value = (energy[start + n] - 1) * (1 - COSINE[n % segment]);
        real += value * COSINE[(bin * n) % segment];
        imaginary += value * COSINE[(bin * n + 250) % segment];
      }
      power[bin] += real ** 2 + imaginary ** 2;
    }
  }
  return { binHz: 0.1, power };
}

const COSINE = Float64Array.from({ length: 1000 }, (_, n) => Math.cos((2 * Math.PI * n) / 1000));

function pulse(turn: number): number {
  return Math.cos(turn) + 0.7 * Math.cos(2 * turn) + 0.5 * Math.cos(3 * turn);
}
