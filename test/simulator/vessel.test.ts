import { expect, test } from 'vitest';
import { Random } from '../../src/simulator/random.js';
import { drawVessel, type VesselWishes } from '../../src/simulator/vessel.js';

const draw = (wishes: VesselWishes) =>
  Array.from({ length: 300 }, (_, seed) => drawVessel(new Random(seed), wishes));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('lines lie on the blade rate, and weaker ones on the multiples of the shaft rate between', () => {
  for (const vesselType of ['tanker', 'fishing'] as const) {
    const excess = { blade: [] as number[], shaft: [] as number[] };
    for (const { lines, shaftHz, bladeCount } of draw({ vesselType, levelSpreadDb: 0 })) {
      const orders = lines.flatMap(({ shaftOrder }) => shaftOrder ?? []);
      expect(new Set(orders).size).toBe(orders.length);
      for (let order = 1; order <= 3 * bladeCount; order++) expect(orders).toContain(order);
      for (const { shaftOrder, frequencyHz, levelDb } of lines) {
        if (shaftOrder === undefined) continue;
        expect(frequencyHz).toBeCloseTo(shaftOrder * shaftHz, 9);
        if (shaftOrder === bladeCount) excess.blade.push(levelDb);
        if (shaftOrder === 1) excess.shaft.push(levelDb);
      }
    }
    expect(mean(excess.blade) - mean(excess.shaft)).toBeGreaterThan(3);
  }
});

test('the shaft turns faster the faster a ship goes, a small one too', () => {
  for (const vesselType of ['container', 'recreational'] as const) {
    const rates = [5, 15, 25].map((speedKn) =>
      mean(draw({ vesselType, speedKn }).map(({ shaftHz }) => shaftHz)),
    );
    expect(rates[1]! / rates[0]!).toBeGreaterThan(1.05);
    expect(rates[2]! / rates[1]!).toBeGreaterThan(1.05);
  }
});

test('a ship that hardly moves hardly turns her shaft and does not cavitate', () => {
  for (const { shaftHz, cavitation } of draw({ vesselType: 'tanker', speedKn: 0.5 })) {
    expect(shaftHz).toBeLessThan(0.2);
    expect(cavitation.depth).toBe(0);
  }
});

test('the length of a craft below 15 m does not tell its level, that of a ship does', () => {
  const levelAt = (vesselType: VesselWishes['vesselType'], lengthM: number) =>
    mean(draw({ vesselType, lengthM, speedKn: 10 }).map(({ sourceLevelDb }) => sourceLevelDb[150]!));
  expect(levelAt('recreational', 14) - levelAt('recreational', 4)).toBeCloseTo(0, 9);
  expect(levelAt('tanker', 300) - levelAt('tanker', 150)).toBeCloseTo(20 * Math.log10(2), 1);
});
