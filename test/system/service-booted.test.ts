import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, test, vi } from 'vitest';
import type { EventMessage } from '../../src/publish/messages.js';
import { bootedPier, NEWER } from './fixtures/booted-pier.js';
import { judgedBySystemd, writableFolders } from './fixtures/hardening.js';
import { machineMissing } from './fixtures/machine-root.js';
import { mosquittoMissing } from './fixtures/mosquitto.js';
import { expectWhole } from './fixtures/whole-passages.js';

/** A container cannot set the clock of the machine it runs on: libfaketime gives the service another one. */
const FAKE_CLOCK = [
  'Environment=LD_PRELOAD=/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
  'Environment=FAKETIME_TIMESTAMP_FILE=/srv/sea/clock FAKETIME_CACHE_DURATION=1 FAKETIME_DONT_FAKE_MONOTONIC=1',
];
const OWN_FOLDERS = /^\/(var\/lib\/hullprint|tmp|var\/tmp|dev\/shm)(\/|$)/;
const isReplayedEnd = ({ phase, replayed }: EventMessage) => replayed && phase === 'end';
/** The write-ahead log is written over from its start: what it once grew to would take what comes for a minute yet. */
function leaveNoSpareRoom(path: string): void {
  const database = new Database(path);
  database.pragma('busy_timeout=5000');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}
const until = (condition: () => Promise<boolean>) =>
  vi.waitUntil(condition, { timeout: 60_000, interval: 200 });

test.skipIf(machineMissing || mosquittoMissing)(
  'on a booted Debian the service comes back by itself from every fault, and no event that was announced is lost',
  { timeout: 600_000 },
  async () => {
    const {
      deb,
      newer,
      broker,
      gate,
      hydrophone,
      disk,
      sea,
      machine,
      service,
      listener,
      fault,
      another,
      buoyIs,
    } = await bootedPier();
    expect(listener.of('event')[0]).toMatchObject({ channel: 'jetty', size: 'big' });

    const { complaints, exposure, report } = await judgedBySystemd(machine, 'hullprint.service');
    expect(complaints).toBe('');
    expect(exposure, report).toBeLessThanOrEqual(2);
    expect(readFileSync('docs/OPERATE.md', 'utf8')).toContain(`exposure level ${exposure.toFixed(1)}`);
    const writable = await writableFolders(machine, await service.mainPid(), 'hullprint');
    expect(writable).toContain('/var/lib/hullprint');
    expect(writable.filter((folder) => !OWN_FOLDERS.test(folder))).toEqual([]);

    await fault('the daemon is killed', () => service.restarted(() => service.kill('SIGKILL')));
    await fault('the daemon hangs', () => service.restarted(() => service.kill('SIGSTOP')));

    await fault('the process that captures hangs', () =>
      service.withstands(async () => {
        await service.killCapture('STOP');
        await buoyIs('unavailable');
        await buoyIs('listening');
      }),
    );
    await fault('the hydrophone is pulled out', () =>
      service.withstands(async () => {
        hydrophone.pullOut();
        await buoyIs('unavailable');
        await service.says(/buoy is unavailable/);
        hydrophone.plugIn();
        await buoyIs('listening');
      }),
    );

    // A minute is told of when it is over; what a full disk ends in mid-minute is not.
    const reasons = () => listener.of('effort').flatMap(({ gaps }) => gaps.map(({ reason }) => reason));
    await listener.until(() => reasons().includes('hang') && reasons().includes('device-lost'));

    await fault('the disk is full', () =>
      service.restarted(async () => {
        leaveNoSpareRoom(join(disk, 'hullprint.db'));
        const { blocks, bsize } = statfsSync(disk);
        const freeAgain = join(disk, 'somebody-else');
        // As large as the whole disk: the service writes beside it, so what fits is known only when it is full.
        expect(() => writeFileSync(freeAgain, Buffer.alloc(blocks * bsize))).toThrow('ENOSPC');
        await until(async () => (await service.property('Result')) === 'exit-code');
        rmSync(freeAgain);
      }),
    );

    await fault('the broker is gone', () =>
      service.withstands(async () => {
        gate.open = false;
        await broker.kill();
        await service.logs('passage end');
        const subscribed = listener.subscribedAgain();
        await broker.restart();
        await subscribed;
        gate.open = true;
        await listener.until(() => listener.of('event').some(isReplayedEnd));
      }),
    );

    await fault('the power is cut in mid-passage', async () => {
      await another('update');
      await machine.cutPower();
      // From here on the service takes its time from a file.
      writeFileSync(join(sea, 'clock'), '+0');
      service.dropIn('clock', ...FAKE_CLOCK);
      await machine.boot();
      await service.ready();
      await buoyIs('listening');
    });
    for (const hours of [1, -1])
      await fault(`the clock jumps to ${hours} h from now`, () =>
        service.withstands(async () => {
          writeFileSync(join(sea, 'clock'), `${hours > 0 ? '+' : ''}${hours}h`);
          await listener.until(() => {
            const last = listener.of('levels').findLast(({ channel }) => channel === 'buoy');
            return Math.abs(Date.parse(last!.end) - Date.now() - hours * 3_600_000) < 60_000;
          });
        }),
      );

    const versionIs = (version: string) =>
      listener.until(() => listener.of('info').at(-1)!.versions.hullprint === version);
    await fault('another version is installed', async () => {
      await service.restarted(() => service.install(newer));
      await versionIs(NEWER);
    });
    await fault('the old version is installed again', async () => {
      await service.restarted(() => service.install(deb));
      await versionIs(JSON.parse(readFileSync('package.json', 'utf8')).version);
    });

    await machine.run('dpkg', '-r', 'hullprint');
    expect(await service.property('LoadState')).toBe('not-found');
    expect(existsSync(join(disk, 'hullprint.db'))).toBe(true);
    await listener.until(({ statuses }) => statuses.at(-1) === 'offline');
    const effort = listener.of('effort');
    for (const { start, end } of effort) expect(Date.parse(end)).toBeGreaterThan(Date.parse(start));
    const announced = await service.announced();
    expectWhole(announced, listener);
  },
);
