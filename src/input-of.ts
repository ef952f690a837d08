import { ExitCode, HullprintError } from './errors.js';

/** Gives one input of a block, counted from 1. Throws HullprintError (64) when the source has no such input. */
export function inputOf(inputs: readonly Float32Array[], input: number, source: string): Float32Array {
  const samples = inputs[input - 1];
  if (samples) return samples;
  throw new HullprintError({
    operation: 'listen to',
    subject: `input ${input} of ${source}`,
    reason: `it has ${inputs.length} input${inputs.length === 1 ? '' : 's'}`,
    hint: `Choose 1${inputs.length > 1 ? ` to ${inputs.length}` : ''}`,
    exitCode: ExitCode.usage,
  });
}
