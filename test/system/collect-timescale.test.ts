import { setTimeout as sleep } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { timescaledb } from '@electric-sql/pglite/timescaledb';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Publisher } from '../../src/publish/publisher.js';
import { openStore } from '../../src/store/store.js';
import { effort, event, levels } from '../publish/example-messages.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { freePort, Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { RunningCollector } from './fixtures/running-collector.js';

test.skipIf(mosquittoMissing)(
  'where TimescaleDB is there, levels and effort become hypertables, by month what they are of',
  async () => {
    // PostgreSQL and TimescaleDB as WebAssembly: Debian has no package of the extension.
    const database = await PGlite.create({ extensions: { timescaledb } });
    await database.exec('CREATE EXTENSION timescaledb');
    const port = await freePort();
    const server = new PGLiteSocketServer({ db: database, host: '127.0.0.1', port });
    await server.start();
    onTestFinished(async () => {
      await server.stop();
      await database.close();
    });
    const broker = await Mosquitto.start('secret');
    const address = `postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=disable`;
    const collector = new RunningCollector(broker, address);
    await collector.says('collecting');

    const store = openStore(temporaryFolder());
    const publisher = new Publisher({
      node: 'pier',
      store,
      broker: { url: broker.url, username: broker.username, password: 'secret' },
    });
    publisher.start();
    await vi.waitUntil(() => publisher.broker.connected);
    for (const month of ['2026-01', '2026-02', '2026-03']) {
      const at = { start: `${month}-01T10:00:00.000Z`, end: `${month}-01T10:01:00.000Z` };
      publisher.levels('north', { ...levels, ...at });
      publisher.effort('north', { ...effort, ...at });
    }
    publisher.event('north', event, Date.now());
    await publisher.stop(20_000);
    store.close();

    // A connection has this PostgreSQL to itself until it ends, so nothing can be asked of it before.
    await sleep(3000);
    expect(await collector.end()).toBe(0);
    const rows = async (sql: string) => (await database.query<Record<string, unknown>>(sql)).rows;
    for (const [table, count] of [
      ['levels', 3],
      ['effort', 3],
      ['passages', 1],
    ])
      expect(await rows(`SELECT count(*)::int AS count FROM hullprint.${table}`)).toEqual([{ count }]);
    expect(
      await rows(
        `SELECT hypertable_name AS name, num_chunks::int AS chunks FROM timescaledb_information.hypertables ORDER BY 1`,
      ),
    ).toEqual([
      { name: 'effort', chunks: 3 },
      { name: 'levels', chunks: 3 },
    ]);
  },
);
