import type { Command } from 'commander';
import { ExitCode, HullprintError } from '../errors.js';

/** Options that only the episodes know, and what to do without them. */
const FEW_SHOT_ALONE: Record<string, string> = {
  baseline:
    'Leave it out, a plain evaluation always has the baseline beside the model; or add --protocol few-shot.',
  episodes: 'Leave it out, or add --protocol few-shot.',
  seed: 'Leave it out, or add --protocol few-shot.',
};

/**
 * Refuses options that the protocol would pass over, and so seem to have done something. Throws HullprintError (64).
 *
 * @param command `hullprint evaluate`, parsed
 */
export function expectProtocol(command: Command): void {
  const isTyped = (option: string) => command.getOptionValueSource(option) === 'cli';
  if (command.opts().protocol !== 'few-shot') {
    const [option, hint] = Object.entries(FEW_SHOT_ALONE).find(([name]) => isTyped(name)) ?? [];
    if (option && hint) throw refusal(`--${option}`, 'it is of few-shot episodes', hint);
  } else if (isTyped('recorderTilt') && command.opts().recorderTilt !== 'off') {
    throw refusal(
      '--recorder-tilt auto',
      'few-shot episodes leave all recorders as they are',
      'Leave it out, or leave out --protocol few-shot.',
    );
  }
}

function refusal(subject: string, reason: string, hint: string): HullprintError {
  return new HullprintError({ operation: 'evaluate with', subject, reason, hint, exitCode: ExitCode.usage });
}
