/** Deterministic noise, uniform in −1…1: the same in every language (Numerical Recipes' congruential generator). */
export function uniformNoise(length: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Noise of unit variance that is normal enough: the sum of four uniform values. */
export function normalNoise(length: number, seed: number): Float64Array {
  const uniform = uniformNoise(4 * length, seed);
  return Float64Array.from({ length }, (_, i) => {
    const sum = uniform[4 * i] + uniform[4 * i + 1] + uniform[4 * i + 2] + uniform[4 * i + 3];
    return sum * Math.sqrt(3 / 4);
  });
}

export function sine(
  frequencyHz: number,
  amplitude: number,
  sampleRateHz: number,
  seconds: number,
): Float32Array {
  return Float32Array.from(
    { length: Math.round(sampleRateHz * seconds) },
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / sampleRateHz),
  );
}

/** Modulated noise with lines, 16 kHz. */
export function shipLike(seconds: number): Float32Array {
  const noise = uniformNoise(16_000 * seconds, 1);
  return Float32Array.from(noise, (value, i) => {
    const angle = (2 * Math.PI * i) / 16_000;
    const modulation = 1 + 0.5 * Math.cos(7 * angle) + 0.2 * Math.cos(2.3 * angle);
    const lines =
      0.02 * Math.sin(63.2 * angle) + 0.01 * Math.sin(150 * angle) + 0.004 * Math.sin(437 * angle);
    return 0.05 * value * modulation + lines;
  });
}

/** Red noise that swells, with knocks, 16 kHz. */
export function surfLike(seconds: number): Float32Array {
  const noise = uniformNoise(16_000 * seconds, 2);
  let red = 0;
  return Float32Array.from(noise, (value, i) => {
    red = 0.97 * red + value;
    const swell = 0.2 + Math.cos((Math.PI * 0.45 * i) / 16_000) ** 2;
    return 0.01 * red * swell + (i % 12_345 === 0 ? 0.8 : 0);
  });
}
