/** The capture rates that the analysis takes, Hz. */
export const lowestRateHz = 8_000;
export const highestRateHz = 384_000;

/** What is wrong with a capture rate, or undefined when it will do. */
export function rateComplaint(sampleRateHz: number): string | undefined {
  if (sampleRateHz >= lowestRateHz && sampleRateHz <= highestRateHz) return undefined;
  return `its sample rate is ${sampleRateHz} Hz, outside ${lowestRateHz} to ${highestRateHz} Hz`;
}
