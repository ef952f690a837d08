import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { backUp } from '../store/backup.js';
import { version } from '../version.js';
import { stateOf, stateOptions } from './node-options.js';

export function backupCommand(command: Command): void {
  stateOptions(command)
    .argument(
      '<file>',
      'what to write; holds what the node has learnt and not yet sent, and its configuration',
    )
    .action((file: string, flags: { config?: string; state?: string }) => {
      const { config, folder } = stateOf(flags);
      const configuration = config === null ? null : readFileSync(config, 'utf8');
      backUp(folder, file, { configuration, version, createdMs: Date.now() });
      console.log(`${file}: ${folder}${config === null ? ', without a configuration' : ` and ${config}`}`);
    });
}
