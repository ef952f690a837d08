/** How far confidence is what it says. */
export interface Calibration {
  /** Mean distance of confidence and share right over the recordings, 0–1; null without any. */
  expectedError: number | null;
  bins: CalibrationBin[];
}

export interface CalibrationBin {
  from: number;
  until: number;
  recordings: number;
  meanConfidence: number;
  shareRight: number;
}

const BINS = 10;

/** Expected calibration error over ten bins of equal width (Guo et al. 2017); bins without a recording are left out. */
export function calibrationOf(answers: readonly { confidence: number; right: boolean }[]): Calibration {
  const bins = Array.from({ length: BINS }, (_, bin): CalibrationBin => {
    const own = answers.filter(({ confidence }) => Math.min(Math.floor(confidence * BINS), BINS - 1) === bin);
    return {
      from: bin / BINS,
      until: (bin + 1) / BINS,
      recordings: own.length,
      meanConfidence: own.reduce((sum, { confidence }) => sum + confidence, 0) / own.length,
      shareRight: own.filter(({ right }) => right).length / own.length,
    };
  }).filter(({ recordings }) => recordings > 0);
  const error = bins.reduce(
    (sum, bin) => sum + bin.recordings * Math.abs(bin.meanConfidence - bin.shareRight),
    0,
  );
  return { expectedError: answers.length > 0 ? error / answers.length : null, bins };
}
