import type { Command } from 'commander';
import { loadSecrets } from '../config/secrets.js';
import { loadConfig } from '../config.js';
import { DEFAULT_MODEL } from '../default-model.js';
import { checkBackends } from '../doctor/backends.js';
import { checkBroker } from '../doctor/broker.js';
import { checkClock } from '../doctor/clock.js';
import { checkDevices } from '../doctor/devices.js';
import type { Finding } from '../doctor/finding.js';
import { checkModel } from '../doctor/model.js';
import { checkStateFolder } from '../doctor/state-folder.js';
import { checkSystemPackages } from '../doctor/system-packages.js';
import { ExitCode } from '../errors.js';

const MARK = { good: '✓', note: '–', bad: '✗' };

export function doctorCommand(command: Command): void {
  command
    .option('-c, --config <file>', 'configuration whose broker, model, backend and state folder are meant')
    .option('--json', 'print JSON')
    .action(async (options: { config?: string; json?: true }) => {
      const findings = await examine(options.config);
      if (options.json) console.log(JSON.stringify(findings, null, 2));
      for (const { subject, state, says, mend } of options.json ? [] : findings) {
        console.log(`${MARK[state]} ${subject}: ${says}${mend ? `\n    ${mend}` : ''}`);
      }
      if (findings.some(({ state }) => state === 'bad')) process.exitCode = ExitCode.unavailable;
    });
}

async function examine(configPath: string | undefined): Promise<Finding[]> {
  const config = configPath ? loadConfig(configPath) : null;
  const secrets = config ? loadSecrets(config) : {};
  const findings = [
    await checkSystemPackages(),
    await checkDevices(config?.channels.map(({ source }) => source) ?? []),
    await checkBackends(),
    await checkModel(config?.model ?? DEFAULT_MODEL, config?.compute.backend ?? 'auto', {
      gpuOnly: config?.compute.device === 'gpu',
    }),
    config?.mqtt.url
      ? await checkBroker(config.mqtt.url, config.mqtt.username, secrets)
      : {
          subject: 'broker',
          state: 'note' as const,
          says: 'none configured: the daemon starts its own on loopback',
        },
    await checkStateFolder(config?.stateFolder),
    await checkClock(),
  ];
  return findings.flat();
}
