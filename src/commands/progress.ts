import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on stderr, on a terminal only: `noTTYOutput` keeps it out of pipes and logs. */
export function progressBar(total: number, unit: string): SingleBar {
  const bar = new SingleBar(
    {
      format: `{bar} {value}/{total} ${unit}, {eta_formatted} left`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return bar;
}
