import { expect, test } from 'vitest';
import { Random } from '../../src/simulator/random.js';

test('the same seed gives the same numbers, on this machine and on every other', () => {
  const random = new Random('hullprint');
  expect([random.bits(), random.bits(), random.bits()]).toMatchInlineSnapshot(`
    [
      -1634399812,
      1747619597,
      -862968346,
    ]
  `);
  expect(random.normal()).toMatchInlineSnapshot(`-1.266825992093333`);
});

test('a named stream does not depend on what its parent has drawn', () => {
  const parent = new Random(7);
  const before = parent.stream('sea').uniform();
  parent.uniform();
  expect(parent.stream('sea').uniform()).toBe(before);
  expect(parent.stream('ship').uniform()).not.toBe(before);
});

test('filling draws the same numbers as asking one by one', () => {
  const filled = new Float32Array(10_000);
  new Random('fill').fillNormal(filled);
  const single = new Random('fill');
  expect(filled.every((x) => x === Math.fround(single.normal()))).toBe(true);
});

test('normal numbers have the moments and the tails of the normal distribution', () => {
  const draws = new Float32Array(1_000_000);
  new Random('moments').fillNormal(draws);
  const moment = (order: number) => draws.reduce((sum, x) => sum + x ** order, 0) / draws.length;
  const beyond = (limit: number) => draws.filter((x) => Math.abs(x) > limit).length / draws.length;
  expect(Math.abs(moment(1))).toBeLessThan(0.004);
  expect(Math.abs(moment(2) - 1)).toBeLessThan(0.006);
  expect(Math.abs(moment(4) - 3)).toBeLessThan(0.04);
  expect(Math.abs(beyond(1) - 0.31731)).toBeLessThan(0.002);
  expect(Math.abs(beyond(2) - 0.0455)).toBeLessThan(0.001);
  expect(Math.abs(beyond(3.6) - 0.000318)).toBeLessThan(0.00008);
});

test('gamma and exponential numbers have their mean and variance', () => {
  const random = new Random('gamma');
  const gamma = Array.from({ length: 100_000 }, () => random.gamma(2, 3));
  const exponential = Array.from({ length: 100_000 }, () => random.exponential(4));
  const mean = (values: number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = (values: number[]) => mean(values.map((x) => x * x)) - mean(values) ** 2;
  expect(Math.abs(mean(gamma) - 6)).toBeLessThan(0.06);
  expect(Math.abs(variance(gamma) - 18)).toBeLessThan(0.6);
  expect(Math.abs(mean(exponential) - 4)).toBeLessThan(0.06);
  expect(Math.abs(variance(exponential) - 16)).toBeLessThan(0.8);
});
