import type { Command } from 'commander';
import { z } from 'zod';
import { loadSecrets } from '../config/secrets.js';
import { configSchema, loadConfig } from '../config.js';
import { sharedSources } from '../daemon/shared-sources.js';
import { USUAL_CONFIG } from './node-options.js';

export function configCommand(command: Command): void {
  command
    .command('check')
    .description('read the configuration as the daemon would, and say what is wrong with it')
    .option('-c, --config <file>', 'configuration file', USUAL_CONFIG)
    .action((options: { config: string }) => {
      const loaded = loadConfig(options.config);
      loadSecrets(loaded);
      sharedSources(loaded.channels);
      const channels = loaded.channels.map((channel) => channel.name).join(', ');
      console.log(`${options.config} is good: node ${loaded.node}, channels ${channels}`);
    });
  command
    .command('schema')
    .description('print the JSON Schema of the configuration')
    .action(() => console.log(JSON.stringify(z.toJSONSchema(configSchema, { io: 'input' }), null, 2)));
}
