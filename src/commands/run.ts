import type { Command } from 'commander';
import { loadConfig } from '../config.js';
import { loadSecrets } from '../config-secrets.js';
import { serviceManager } from '../daemon/service-manager.js';
import { Daemon } from '../daemon.js';
import type { HullprintError } from '../errors.js';
import { createLog } from '../log.js';
import { version } from '../version.js';

export function runCommand(command: Command): void {
  command
    .option('-c, --config <file>', 'configuration file', '/etc/hullprint/hullprint.yaml')
    .action(async (options: { config: string }) => {
      const config = loadConfig(options.config);
      const log = createLog(config.log.level);
      const daemon = new Daemon(config, loadSecrets(config), log, version, await serviceManager());
      const stopped = stopSignal();
      let failure: HullprintError | null;
      try {
        const broker = await daemon.start();
        log.info({ node: config.node, broker }, 'listening');
        failure = await Promise.race([stopped, daemon.finished()]);
      } finally {
        await daemon.stop();
      }
      log.info('stopped');
      if (failure) throw failure;
      // A native part that hangs must not keep a stopped daemon alive.
      process.exit(0);
    });
}

/** Resolves at SIGTERM, SIGINT or the end of its terminal (SIGHUP); a second one ends at once. */
export function stopSignal(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve(null);
      });
    }
  });
}
