import { InvalidArgumentError, Option } from 'commander';

/** `--input`: which channel of a recording. */
export function inputOption(): Option {
  return new Option('--input <number>', 'which channel of the recording, from 1')
    .default(1)
    .argParser((value) => {
      const input = Number(value);
      if (!Number.isInteger(input) || input < 1) throw new InvalidArgumentError('Inputs count from 1.');
      return input;
    });
}
