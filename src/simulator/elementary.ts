/**
 * Exponential, logarithm, power, sine and cosine out of additions, multiplications, divisions and square roots alone.
 * IEEE 754 leaves no choice in those, so the simulator gives the same bits on every machine; the last bits of
 * Math.exp and its kind depend on the version of Node and on how it was compiled. Right to a few units in the last
 * place; sine and cosine of arguments up to 1e6.
 */

/** ln 2 and π/2 in parts; the leading ones have 33 bits, so that their multiples by up to 20 bits are exact. */
const LN2_HIGH = 0.6931471804855391;
const LN2_LOW = 7.440617110012397e-11;
const QUARTER_HIGH = 1.5707963267341256;
const QUARTER_MIDDLE = 6.077100506303966e-11;
const QUARTER_LOW = 2.0222662487959506e-21;

const LOWEST_EXPONENT = -1022;
const POWERS_OF_TWO = Float64Array.from({ length: 2046 });
POWERS_OF_TWO[-LOWEST_EXPONENT] = 1;
for (let i = 1; i <= 1023; i++)
  POWERS_OF_TWO[i - LOWEST_EXPONENT] = 2 * POWERS_OF_TWO[i - 1 - LOWEST_EXPONENT]!;
for (let i = -1; i >= LOWEST_EXPONENT; i--)
  POWERS_OF_TWO[i - LOWEST_EXPONENT] = POWERS_OF_TWO[i + 1 - LOWEST_EXPONENT]! / 2;

const FACTORIALS = new Float64Array(19).fill(1);
for (let n = 1; n < FACTORIALS.length; n++) FACTORIALS[n] = n * FACTORIALS[n - 1]!;
/** Coefficients of Taylor's series: of eˣ for |x| ≤ ½ ln 2, of (sin x − x)/x³ and cos x for |x| ≤ π/4 in powers of x². */
const EXP_TERMS = Float64Array.from({ length: 14 }, (_, n) => 1 / FACTORIALS[n]!);
const SINE_TERMS = Float64Array.from(
  { length: 8 },
  (_, n) => (n % 2 === 0 ? -1 : 1) / FACTORIALS[2 * n + 3]!,
);
const COSINE_TERMS = Float64Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? 1 : -1) / FACTORIALS[2 * n]!);
/** Of (artanh x − x)/x³ in powers of x². */
const ARTANH_TERMS = Float64Array.from({ length: 11 }, (_, n) => 1 / (2 * n + 3));

/** e to the x; 0 where that is below 2^−1022. */
export function exp(x: number): number {
  const exponent = Math.round(x * Math.LOG2E);
  if (exponent < LOWEST_EXPONENT) return 0;
  if (exponent > 1023) return Number.POSITIVE_INFINITY;
  const r = x - exponent * LN2_HIGH - exponent * LN2_LOW;
  return polynomial(EXP_TERMS, r) * POWERS_OF_TWO[exponent - LOWEST_EXPONENT]!;
}

const float = new Float64Array(1);
/** On a little-endian machine the second word has sign, exponent and the leading 20 bits. */
const words = new Int32Array(float.buffer);
const EXPONENT_BITS = 0x7ff00000;

const SMALLEST = 2.3e-308;

/** Natural logarithm; −∞ for 0 and what is nearly 0. */
export function log(x: number): number {
  if (!(x > SMALLEST)) return x >= 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  float[0] = x;
  let exponent = ((words[1]! & EXPONENT_BITS) >> 20) - 1023;
  words[1] = (words[1]! & ~EXPONENT_BITS) | (1023 << 20);
  let mantissa = float[0];
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  // ln m = 2 artanh((m − 1) / (m + 1)), with |s| ≤ 0.172.
  const s = (mantissa - 1) / (mantissa + 1);
  const beyondFirst = s * s * s * polynomial(ARTANH_TERMS, s * s);
  return exponent * LN2_HIGH + (exponent * LN2_LOW + 2 * (s + beyondFirst));
}

export function log10(x: number): number {
  return log(x) * Math.LOG10E;
}

export function log2(x: number): number {
  return log(x) * Math.LOG2E;
}

/** `base` (0 or more) to the `exponent`. */
export function pow(base: number, exponent: number): number {
  return exponent === 0 ? 1 : exp(exponent * log(base));
}

export function sin(x: number): number {
  return sine(x, 0);
}

export function cos(x: number): number {
  return sine(x, 1);
}

export function square(x: number): number {
  return x * x;
}

/** Square root of a² + b². */
export function hypot(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}

/** sin(x + quarters · π/2). */
function sine(x: number, quarters: number): number {
  const turned = Math.round(x * (2 / Math.PI));
  const r = x - turned * QUARTER_HIGH - turned * QUARTER_MIDDLE - turned * QUARTER_LOW;
  const quadrant = (turned + quarters) & 3;
  const value =
    (quadrant & 1) === 0
      ? r + r * square(r) * polynomial(SINE_TERMS, square(r))
      : polynomial(COSINE_TERMS, square(r));
  return quadrant < 2 ? value : -value;
}

/** Σ terms[n] xⁿ. */
function polynomial(terms: Float64Array, x: number): number {
  let sum = 0;
  for (let n = terms.length - 1; n >= 0; n--) sum = sum * x + terms[n]!;
  return sum;
}
