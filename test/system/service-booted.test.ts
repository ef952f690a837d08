import { expect, test } from 'vitest';
import { bootedPier } from './fixtures/booted-pier.js';
import { machineMissing } from './fixtures/machine-root.js';
import { mosquittoMissing } from './fixtures/mosquitto.js';
import { expectWhole } from './fixtures/whole-passages.js';

test.skipIf(machineMissing || mosquittoMissing)(
  'on a booted Debian the service comes back by itself from every fault, and no event that was announced is lost',
  { timeout: 400_000 },
  async () => {
    const { service, listener, fault } = await bootedPier();
    expect(listener.of('event')[0]).toMatchObject({ channel: 'jetty', size: 'big' });

    await fault('the daemon is killed', () => service.restarted(() => service.kill('SIGKILL')));
    await fault('the daemon hangs', () => service.restarted(() => service.kill('SIGSTOP')));

    await service.systemctl('stop', 'hullprint.service');
    const announced = await service.announced();
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');
    expectWhole(announced, listener);
  },
);
