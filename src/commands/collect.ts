import { hostname } from 'node:os';
import type { Command } from 'commander';
import { Collector } from '../collect/collector.js';
import { createLog } from '../log.js';
import { readNamed } from './named-file.js';
import { stopSignal } from './run.js';

interface Flags {
  broker: string;
  database?: string;
  topic: string[];
  clientId: string;
  username?: string;
  passwordFile?: string;
  ca?: string;
  certificate?: string;
  key?: string;
}

export function collectCommand(command: Command): void {
  command
    .requiredOption('--broker <url>', 'broker of the fleet: mqtt://, mqtts://, ws:// or wss://')
    .option(
      '--database <url>',
      'PostgreSQL, as postgresql://user@host/database; else HULLPRINT_DATABASE, PGHOST and the like',
    )
    .option('--topic <filter...>', 'what to subscribe to', ['hydro/#'])
    .option(
      '--client-id <name>',
      'name under which the broker keeps what comes meanwhile',
      `hullprint-collect-${hostname()}`,
    )
    .option('--username <name>', 'at the broker')
    .option('--password-file <file>', 'file with the password at the broker')
    .option('--ca <file>', 'certificate of the authority that signed the broker (PEM)')
    .option('--certificate <file>', 'own certificate (PEM)')
    .option('--key <file>', 'key of the own certificate (PEM)')
    .action(async (flags: Flags) => {
      const log = createLog('info');
      const { broker: url, topic: topics, clientId, username, passwordFile } = flags;
      const fleet = {
        ...{ url, topics, clientId },
        ...(username && { username }),
        ...(passwordFile && { password: readNamed(passwordFile).toString('utf8').trim() }),
        ...(flags.ca && { ca: readNamed(flags.ca) }),
        ...(flags.certificate && { cert: readNamed(flags.certificate) }),
        ...(flags.key && { key: readNamed(flags.key) }),
      };
      const collector = new Collector(fleet, flags.database ?? process.env.HULLPRINT_DATABASE, log);
      void stopSignal().then(() => collector.stop());
      await collector.run();
      log.info(collector.counts, 'stopped');
    });
}
