import { existsSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { ExitCode, HullprintError } from '../errors.js';
import { restore } from '../store/backup.js';
import { stateOf, stateOptions } from './node-options.js';

interface Flags {
  config?: string;
  state?: string;
  writeConfig?: string;
  force?: true;
}

export function restoreCommand(command: Command): void {
  stateOptions(command)
    .argument('<file>', 'what hullprint backup wrote')
    .option('--write-config <file>', 'also write the configuration that the backup holds')
    .option('--force', 'replace the database that is there; it is kept beside')
    .action((file: string, { writeConfig, force, ...flags }: Flags) => {
      const { folder } = stateOf(flags);
      if (writeConfig !== undefined && existsSync(writeConfig)) throw taken(writeConfig);
      const { configuration, version, createdMs, aside } = restore(file, folder, { force: force ?? false });
      console.log(`${folder} is that of ${new Date(createdMs).toISOString()}, made by hullprint ${version}`);
      if (aside) console.log(`what was there: ${aside}`);
      if (writeConfig === undefined) return;
      if (configuration === null) console.log('the backup holds no configuration');
      else writeFileSync(writeConfig, configuration, { flag: 'wx' });
    });
}

function taken(path: string): HullprintError {
  return new HullprintError({
    operation: 'write configuration',
    subject: path,
    reason: 'the file is there already',
    hint: 'Name another one and compare; nothing was changed',
    exitCode: ExitCode.cannotCreate,
  });
}
