import type { CaptureEvent, CaptureSource } from '../capture/source.js';
import { ExitCode, HullprintError } from '../errors.js';
import { concatenate } from '../signal/concatenate.js';
import { Resampler } from '../signal/resampler.js';
import { filterSpectrum } from '../signal/spectrum-filter.js';
import { Random } from '../simulator/random.js';

/** The rate of the analysis: what lies above is not heard, so noise there would not count. */
const RATE_HZ = 16_000;
const BLOCK_SAMPLES = 8_000;

/** Something done to a recording before it is heard, to see what the verdict stands. */
export interface AudioChange {
  name: string;
  /** Takes samples at 16 kHz (or less, as recorded) and gives what is heard instead. */
  apply(samples: Float32Array, sampleRateHz: number): { samples: Float32Array; sampleRateHz: number };
}

/** The changes that are tried by default. */
export const STANDARD_CHANGES: readonly string[] = [
  'tilt-6',
  'tilt-3',
  'tilt+3',
  'tilt+6',
  'highpass50',
  'highpass100',
  'highpass200',
  'noise20',
  'noise10',
  'rate8000',
];

/**
 * Gives the change of a name: `tilt+6` (dB a decade), `highpass100` (Hz, fourth order), `noise20` (white, that
 * many dB under the signal), `rate8000` (Hz). Throws HullprintError (64) for any other.
 */
export function parseChange(name: string): AudioChange {
  const [, kind, figure] = /^(tilt|highpass|noise|rate)([+-]?\d+(?:\.\d+)?)$/.exec(name) ?? [];
  const value = Number(figure);
  const filter = (gainDb: (hz: number) => number): AudioChange => ({
    name,
    apply: (samples, rate) => ({ samples: filterSpectrum(samples, rate, gainDb), sampleRateHz: rate }),
  });
  switch (kind) {
    case 'tilt':
      return filter((hz) => value * Math.log10(Math.max(hz, 10) / 1000));
    case 'highpass':
      if (value > 0) return filter((hz) => -10 * Math.log10(1 + (value / Math.max(hz, 0.01)) ** 8));
      break;
    case 'noise':
      return { name, apply: (samples, rate) => ({ samples: addNoise(samples, value), sampleRateHz: rate }) };
    case 'rate':
      if (value >= 8_000 && value <= RATE_HZ) {
        return {
          name,
          apply: (samples, rate) => ({ samples: resample(samples, rate, value), sampleRateHz: value }),
        };
      }
  }
  throw new HullprintError({
    operation: 'change the audio by',
    subject: name,
    reason: 'there is no such change',
    hint: `Known are ${STANDARD_CHANGES.join(', ')}, and the same with other figures (rates of 8000 to 16000).`,
    exitCode: ExitCode.usage,
  });
}

/** Wraps a file: the same recording, first input only, with the change done to it. Holds all of it in memory. */
export function changedSource(source: CaptureSource, change: AudioChange): CaptureSource {
  return {
    name: `${source.name} (${change.name})`,
    live: false,
    listen: (signal) => listenChanged(source, change, signal),
  };
}

async function* listenChanged(
  source: CaptureSource,
  change: AudioChange,
  signal: AbortSignal,
): AsyncGenerator<CaptureEvent> {
  let rate = 0;
  let device = '';
  const blocks: Float32Array[] = [];
  for await (const event of source.listen(signal)) {
    if (event.type === 'opened') ({ sampleRateHz: rate, device } = event);
    if (event.type === 'block') blocks.push(event.inputs[0].slice());
  }
  const recorded = removeMean(concatenate(blocks));
  const analysed = rate > RATE_HZ ? resample(recorded, rate, RATE_HZ) : recorded;
  const { samples, sampleRateHz } = change.apply(analysed, Math.min(rate, RATE_HZ));
  yield { type: 'opened', sampleRateHz, channels: 1, device };
  for (let first = 0; first < samples.length; first += BLOCK_SAMPLES) {
    const inputs = [samples.subarray(first, first + BLOCK_SAMPLES)];
    yield { type: 'block', firstSample: first, timeMs: (1000 * first) / sampleRateHz, inputs };
  }
}

/** DC is the recorder's; it must not count as signal. */
function removeMean(samples: Float32Array): Float32Array {
  let sum = 0;
  for (const sample of samples) sum += sample;
  const mean = sum / samples.length;
  return samples.map((sample) => sample - mean);
}

/** Adds white noise `snrDb` under the mean power of the signal; the same for the same length. */
function addNoise(samples: Float32Array, snrDb: number): Float32Array {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  const noise = new Float32Array(samples.length);
  new Random('audio change').fillNormal(noise);
  const amplitude = Math.sqrt(power / samples.length) * 10 ** (-snrDb / 20);
  return samples.map((sample, i) => sample + amplitude * noise[i]);
}

function resample(samples: Float32Array, fromHz: number, toHz: number): Float32Array {
  const pieces: Float32Array[] = [];
  const resampler = new Resampler(fromHz, toHz, BLOCK_SAMPLES);
  const take = (piece: Float32Array) => pieces.push(piece.slice());
  for (let first = 0; first < samples.length; first += BLOCK_SAMPLES) {
    resampler.push(samples.subarray(first, first + BLOCK_SAMPLES), take);
  }
  resampler.end(take);
  return concatenate(pieces);
}
