export interface Tick {
  value: number;
  label: string;
}

/** One side of a panel: where values lie, in 0 (left or bottom) to 1, and what is written beside them. */
export interface Axis {
  title: string;
  ticks: Tick[];
  position(value: number): number;
}

/** At most `most` + 1 round numbers (1, 2 or 5 times a power of ten apart) within `low`…`high`. */
export function linearTicks(low: number, high: number, most: number): Tick[] {
  const coarse = (high - low) / most;
  const decade = 10 ** Math.floor(Math.log10(coarse));
  const step = decade * [1, 2, 5, 10].find((factor) => factor * decade >= coarse * (1 - 1e-9))!;
  const ticks: Tick[] = [];
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  for (let i = first; i * step <= high + step * 1e-9; i++) {
    const value = i * step;
    ticks.push({ value, label: (value === 0 ? 0 : value).toFixed(digits).replace('-', '−') });
  }
  return ticks;
}

/** 1, 2 and 5 times each power of ten within `lowHz`…`highHz`, as people write them: 500, 1k, 2k. */
export function frequencyTicks(lowHz: number, highHz: number): Tick[] {
  const ticks: Tick[] = [];
  for (let decade = Math.floor(Math.log10(lowHz)); 10 ** decade <= highHz; decade++) {
    for (const factor of [1, 2, 5]) {
      const value = factor * 10 ** decade;
      if (value < lowHz * (1 - 1e-9) || value > highHz * (1 + 1e-9)) continue;
      ticks.push({ value, label: value >= 1000 ? `${value / 1000}k` : String(value) });
    }
  }
  return ticks;
}

export function linearAxis(title: string, low: number, high: number, most: number): Axis {
  return {
    title,
    ticks: linearTicks(low, high, most),
    position: (value) => (value - low) / (high - low),
  };
}

export function logFrequencyAxis(lowHz: number, highHz: number): Axis {
  return {
    title: 'Frequency, Hz',
    ticks: frequencyTicks(lowHz, highHz),
    position: (frequencyHz) => Math.log(frequencyHz / lowHz) / Math.log(highHz / lowHz),
  };
}

/** Bands of equal height whose centres `[bands]` rise; between two centres, positions are interpolated. */
export function bandAxis(centresHz: readonly number[]): Axis {
  const last = centresHz.length - 1;
  return {
    title: 'Centre frequency, Hz',
    ticks: frequencyTicks(Math.max(1, centresHz[0]!), centresHz[last]!),
    position: (frequencyHz) => {
      const above = centresHz.findIndex((centreHz) => centreHz >= frequencyHz);
      if (above <= 0) return (above < 0 ? last + 0.5 : 0.5) / centresHz.length;
      const [low, high] = [centresHz[above - 1]!, centresHz[above]!];
      return (above - 0.5 + (frequencyHz - low) / (high - low)) / centresHz.length;
    },
  };
}
