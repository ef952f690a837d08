import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ClassBook } from '../../src/enrollment/class-book.js';
import { renameClass } from '../../src/enrollment/edit-classes.js';
import { lockFolder } from '../../src/store/folder-lock.js';
import { openStore } from '../../src/store/store.js';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { configuration, hullprint, RunningDaemon } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import type { NodeListener } from './fixtures/node-listener.js';
import { listenerAt, pier } from './fixtures/pier.js';

const source = (seconds: number) => `file:${recording([harbourSamples(seconds, [])])}`;
const isOffline = ({ statuses }: NodeListener) => statuses.at(-1) === 'offline';
const statesOf = (listener: NodeListener, channel: string) =>
  listener
    .of('state')
    .filter((each) => each.channel === channel)
    .map(({ state }) => state);

/** What is held of the recorder of `south` can't be read, so no channel of that name can be built. */
function spoilSouth(folder: string): void {
  const store = openStore(folder);
  store.prepare(`INSERT INTO recorders (channel, state) VALUES ('south', '{')`).run();
  store.close();
}

test.skipIf(mosquittoMissing)('a state folder that is not there is made', async () => {
  const broker = await Mosquitto.start('secret');
  const stateFolder = join(temporaryFolder(), 'not', 'yet');
  const config = { ...(await pier(broker, [{ name: 'north', source: source(20) }])), stateFolder };
  expect(await new RunningDaemon(config).ended()).toEqual([0, null]);
  openStore(stateFolder).close();
});

test('a daemon whose state folder another one holds leaves the database alone', async () => {
  const stateFolder = temporaryFolder();
  const unlock = lockFolder(stateFolder);
  const broker = { url: 'mqtt://127.0.0.1:1', username: 'node' as const };
  const config = await pier(broker, [{ name: 'north', source: source(20) }]);
  const daemon = new RunningDaemon({ ...config, stateFolder });
  expect(await daemon.ended()).toEqual([69, null]);
  expect(daemon.complaints.join()).toContain('another process holds it');
  expect(existsSync(join(stateFolder, 'hullprint.db'))).toBe(false);
  unlock();
});

test.skipIf(mosquittoMissing)('a start that fails on the way ends what had begun', async () => {
  const broker = await Mosquitto.start('secret');
  const listener = await listenerAt(broker);
  const stateFolder = temporaryFolder();
  spoilSouth(stateFolder);
  const channels = ['north', 'south'].map((name) => ({ name, source: source(60), realtime: 1 }));
  const daemon = new RunningDaemon({
    ...(await pier(broker, channels)),
    ...{ stateFolder, model: 'band-statistics' },
  });
  const [code] = await daemon.ended();
  expect(code).toBeGreaterThan(0);
  await listener.until(isOffline);
  expect(statesOf(listener, 'north').at(-1)).toBe('stopped');
});

test.skipIf(mosquittoMissing)(
  'a configuration that fails as it is taken ends the node in order',
  async () => {
    const broker = await Mosquitto.start('secret');
    const listener = await listenerAt(broker);
    const stateFolder = temporaryFolder();
    spoilSouth(stateFolder);
    const [north, south] = ['north', 'south'].map((name) => ({ name, source: source(120), realtime: 1 }));
    const config = { ...(await pier(broker, [north!])), ...{ stateFolder, model: 'band-statistics' } };
    const daemon = new RunningDaemon(config);
    await daemon.says('listening');
    daemon.reload({ ...config, channels: [north, south] });
    const [code] = await daemon.ended();
    expect(code).toBeGreaterThan(0);
    await listener.until(isOffline);
    expect(statesOf(listener, 'north').at(-1)).toBe('stopped');
  },
);

test.skipIf(mosquittoMissing)('a class renamed while the node starts has its new name', async () => {
  const broker = await Mosquitto.start('secret');
  const listener = await listenerAt(broker);
  const config = {
    ...(await pier(broker, [{ name: 'north', source: source(60), realtime: 10 }])),
    model: 'band-statistics',
  };
  const support = [3, 4].map((seed) =>
    recording([harbourSamples(30, [{ size: 'big', closestSeconds: 15 }], seed)]),
  );
  const path = configuration(config);
  const enrolled = await hullprint(['enroll', 'ferry', ...support, '--size', 'big', '--force', '-c', path]);
  expect(enrolled.code).toBe(0);
  const book = new ClassBook(openStore((config as { stateFolder?: string }).stateFolder!));
  const daemon = new RunningDaemon(config);
  await daemon.says('model loaded');
  renameClass(book, 'ferry', 'pilot');
  expect(await daemon.ended()).toEqual([0, null]);
  await listener.until(isOffline);
  expect(listener.of('info').at(-1)!.classes.names).toEqual(['pilot']);
});
