import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cos, exp, hypot, log, log2, log10, pow, sin } from '../../src/simulator/elementary.js';

const relative = (value: number, reference: number) => Math.abs(value / reference - 1);

test('exponential, logarithm and power are right to a few units in the last place', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(relative(exp(x), Math.exp(x))).toBeLessThan(1e-15);
    }),
  );
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThan(1e-15 * Math.max(Math.abs(Math.log(x)), 1e-3));
      expect(Math.abs(log10(x) - Math.log10(x))).toBeLessThan(1e-13);
      expect(Math.abs(log2(x) - Math.log2(x))).toBeLessThan(1e-12);
    }),
  );
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e3 }), fc.double({ min: -10, max: 10 }), (base, exponent) => {
      fc.pre(!Number.isNaN(base) && !Number.isNaN(exponent));
      expect(relative(pow(base, exponent), base ** exponent)).toBeLessThan(1e-13);
    }),
  );
});

test('sine and cosine are right to 1e-15 up to 1e6', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (x) => {
      expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThan(1e-15);
      expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(1e-15);
    }),
  );
});

test('the ends of the range are as with Math', () => {
  expect([exp(0), exp(-1000), exp(1000), log(1), log(0)]).toEqual([1, 0, Infinity, 0, -Infinity]);
  expect(log(-1)).toBeNaN();
  expect([pow(0, 0.5), pow(3, 0), hypot(3, -4)]).toEqual([0, 1, 5]);
});

test('the simulator uses no function of Math whose last bits differ from machine to machine', () => {
  const folder = 'src/simulator';
  const exact =
    /^Math\.(abs|ceil|floor|fround|imul|max|min|round|sign|sqrt|trunc|PI|E|SQRT2|LN10|LOG2E|LOG10E)$/;
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  for (const name of sources) {
    const code = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    for (const [used] of code.matchAll(/Math\.\w+|\*\*/g)) expect(used, name).toMatch(exact);
  }
});
