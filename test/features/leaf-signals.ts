/** The signals of LEAF's golden figures, at 16 kHz. */
export const leafSignals: Record<string, (n: number) => number> = {
  tones: (n) =>
    0.5 * Math.sin((2 * Math.PI * 440 * n) / 16_000) + 0.1 * Math.sin((2 * Math.PI * 3000 * n) / 16_000),
  'tones cut short': (n) => leafSignals.tones(n),
  chirp: (n) => {
    const t = n / 16_000;
    return 0.3 * Math.sin(2 * Math.PI * (50 * t + 3500 * t * t));
  },
};

export function leafSignal(name: string, samples: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, n) => leafSignals[name](n));
}
