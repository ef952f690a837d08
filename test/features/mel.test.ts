import { expect, test } from 'vitest';
import { hzToMel, melToHz, melWeights } from '../../src/features/mel.js';

const frequencies = [60, 110, 440, 1_000, 4_000, 7_800];

test.each([
  ['slaney', [0.9, 1.65, 6.6, 15, 35.163760314616646, 44.87739096719907]],
  [
    'htk',
    [
      92.681858131657, 164.4892101530995, 549.6386753811499, 999.9855371396244, 2146.06452750619,
      2813.812698391593,
    ],
  ],
] as const)('the %s scale gives what librosa 0.11 gives, and back', (scale, mels) => {
  frequencies.forEach((hz, i) => {
    expect(hzToMel(hz, scale)).toBeCloseTo(mels[i], 9);
    expect(melToHz(mels[i], scale)).toBeCloseTo(hz, 6);
  });
});

test.each([
  ['htk', false, [1.399811322, 1.735680544, 4.938628469, 15.123745465], 239.114856073],
  ['htk', true, [0.029470349, 0.034451634, 0.032018968, 0.03202737], 1.278803078],
  ['slaney', false, [2.286903831, 2.251942684, 4.226517581, 17.120209938], 237.647054772],
  ['slaney', true, [0.031981112, 0.031492199, 0.032084954, 0.032012398], 1.279719672],
] as const)(
  '40 %s bands, equal area %s, have the weights of librosa 0.11',
  (scale, equalArea, sums, total) => {
    const bank = { bands: 40, lowestHz: 60, highestHz: 7_800, scale, equalArea };
    const rows = melWeights(bank, 16_000 / 512, 257).map((row) => row.reduce((a, b) => a + b, 0));
    [0, 1, 20, 39].forEach((band, i) => {
      expect(rows[band]).toBeCloseTo(sums[i], 7);
    });
    expect(rows.reduce((a, b) => a + b, 0)).toBeCloseTo(total, 6);
  },
);

test('a band has the triangle of librosa 0.11', () => {
  const bank = { bands: 40, lowestHz: 60, highestHz: 7_800, scale: 'slaney', equalArea: false } as const;
  const row = [...melWeights(bank, 16_000 / 512, 257)[10]].filter((weight) => weight > 0);
  [0.086290711, 0.52330504, 0.960319369, 0.602666302, 0.165651974].forEach((weight, i) => {
    expect(row[i]).toBeCloseTo(weight, 8);
  });
});

test("centres on the HTK scale are those of LEAF's analytic start", () => {
  const step = (hzToMel(7_800, 'htk') - hzToMel(60, 'htk')) / 41;
  const centre = (n: number) => melToHz(hzToMel(60, 'htk') + n * step, 'htk');
  expect([1, 2, 3].map((n) => centre(n).toFixed(2))).toEqual(['106.10', '155.00', '206.86']);
  expect([39, 40].map((n) => centre(n).toFixed(1))).toEqual(['6855.6', '7313.9']);
});
