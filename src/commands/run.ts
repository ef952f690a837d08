import type { Command } from 'commander';
import { loadSecrets } from '../config/secrets.js';
import { loadConfig } from '../config.js';
import { makeHeapRoomy } from '../daemon/roomy-heap.js';
import { serviceManager } from '../daemon/service-manager.js';
import { Daemon } from '../daemon.js';
import { createLog } from '../log.js';
import { version } from '../version.js';
import { USUAL_CONFIG } from './node-options.js';

export function runCommand(command: Command): void {
  command
    .option('-c, --config <file>', 'configuration file', USUAL_CONFIG)
    .action(async (options: { config: string }) => {
      makeHeapRoomy();
      const warnings: string[] = [];
      const config = loadConfig(options.config, (warning) => warnings.push(warning));
      const log = createLog(config.log.level);
      for (const warning of warnings) log.warn(warning);
      const daemon = new Daemon(config, loadSecrets(config), log, version, await serviceManager());
      const stopped = stopSignal(hasTerminal() ? [...STOPPING, 'SIGHUP'] : STOPPING);
      let failure: Error | null;
      try {
        const started = daemon.start();
        if (!hasTerminal())
          onHangUp(started, () =>
            daemon.reload(() => loadConfig(options.config, (warning) => log.warn(warning))),
          );
        const broker = await started;
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

const STOPPING: NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];

/** Resolves at the first of these signals; a second one ends at once. SIGHUP is the end of a terminal. */
export function stopSignal(signals: readonly NodeJS.Signals[] = [...STOPPING, 'SIGHUP']): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of signals) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve(null);
      });
    }
  });
}

function hasTerminal(): boolean {
  return [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
}

/** Without a terminal, SIGHUP asks for the configuration to be read anew. One reload at a time, in order. */
function onHangUp(started: Promise<unknown>, reload: () => Promise<void>): void {
  let last = started;
  process.on('SIGHUP', () => {
    last = last.then(reload, () => {}); // Whoever waits for the start is told why it failed.
  });
}
