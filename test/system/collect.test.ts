import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { ulid } from 'ulid';
import { expect, test, vi } from 'vitest';
import { Subscription } from '../../src/collect/subscription.js';
import type { EventMessage } from '../../src/publish/messages.js';
import { type Body, Publisher } from '../../src/publish/publisher.js';
import { openStore } from '../../src/store/store.js';
import { effort, event, levels } from '../publish/example-messages.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { hullprint } from './fixtures/hullprint.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';
import { Postgres, postgresMissing } from './fixtures/postgres.js';
import { passwordFile, RunningCollector } from './fixtures/running-collector.js';

const missing = Boolean(mosquittoMissing || postgresMissing);
const NODES = 50;

/** Nodes with real outboxes whose passages go on until told to end; gives what each was told to announce. */
function fleet(broker: Mosquitto) {
  const announced: string[] = [];
  const nodes = Array.from({ length: NODES }, (_, index) => {
    const name = `node-${index}`;
    const store = openStore(temporaryFolder());
    const publisher = new Publisher({
      node: name,
      store,
      broker: { url: broker.url, username: broker.username, password: 'secret' },
      backoff: { firstMs: 50, longestMs: 300 },
    });
    publisher.start();
    let passage: Body<EventMessage> | null = null;
    const say = (phase: EventMessage['phase']) => {
      const windows = phase === 'new' ? 1 : passage!.evidence.windows + 1;
      const said = phase === 'new' ? { ...event, id: ulid() } : passage!;
      const end = phase === 'end' ? event.start : null;
      passage = { ...said, phase, end, evidence: { ...event.evidence, windows } };
      publisher.event('north', passage, Date.now());
      announced.push(`${passage.id} ${phase} ${windows}`);
    };
    return {
      step: () => say(!passage || passage.phase === 'end' ? 'new' : Math.random() < 0.6 ? 'update' : 'end'),
      stop: async () => {
        if (passage && passage.phase !== 'end') say('end');
        publisher.effort('north', effort);
        publisher.levels('north', levels);
        await publisher.stop(20_000);
        store.close();
      },
    };
  });
  return { announced, nodes };
}

test.skipIf(missing)(
  'what fifty nodes announce is in PostgreSQL once, whichever of broker, database and collector is cut off or killed',
  async () => {
    const kept = ['persistence true', `persistence_location ${temporaryFolder()}/`, 'max_queued_messages 0'];
    const broker = await Mosquitto.start('secret', kept);
    const database = await Postgres.start();
    const collector = () => new RunningCollector(broker, database.url());
    let collecting = collector();
    await collecting.says('collecting');

    const { announced, nodes } = fleet(broker);
    const run = async (rounds: number) => {
      for (let round = 0; round < rounds; round++) {
        for (const node of nodes) node.step();
        await sleep(100);
      }
    };
    await run(5);
    await broker.stop();
    await run(2);
    await broker.restart();
    await run(5);
    database.kill();
    await run(3);
    database.restart();
    await run(3);
    await collecting.kill();
    await run(3);
    collecting = collector();
    await run(5);
    await collecting.says('collecting'); // levels are QoS 0: nobody keeps them for a collector that is away
    await Promise.all(nodes.map((node) => node.stop()));

    const stored = async () => {
      const rows = await database.query<{ id: string; message: EventMessage }>(
        'SELECT id, message FROM hullprint.events',
      );
      return rows.map(({ id, message }) => `${id} ${message.phase} ${message.evidence.windows}`).sort();
    };
    const whole = announced.toSorted();
    await vi.waitUntil(async () => (await stored()).length >= whole.length, {
      timeout: 30_000,
      interval: 200,
    });
    expect(await stored()).toEqual(whole);
    const [counts] = await database.query(
      `SELECT count(*)::int AS passages, count(DISTINCT id)::int AS ids, bool_or(open) AS open FROM hullprint.passages`,
    );
    const ids = new Set(whole.map((each) => each.split(' ')[0]));
    expect(counts).toEqual({ passages: ids.size, ids: ids.size, open: false });
    const of = async (table: string) => (await database.query(`SELECT FROM hullprint.${table}`)).length;
    await expect.poll(() => of('effort'), { timeout: 10_000 }).toBe(NODES);
    await expect.poll(() => of('levels'), { timeout: 10_000 }).toBe(NODES);
    const offline = `SELECT FROM hullprint.nodes WHERE status = 'offline'`;
    await expect.poll(async () => (await database.query(offline)).length, { timeout: 10_000 }).toBe(NODES);
    expect(await collecting.end()).toBe(0);
    console.log(`${whole.length} events of ${ids.size} passages, each once`);
  },
);

test.skipIf(mosquittoMissing)(
  'a message that cannot be stored while the collector ends does not keep it',
  async () => {
    const broker = await Mosquitto.start('secret');
    const fleet = {
      url: broker.url,
      clientId: 'collector',
      username: 'node',
      password: 'secret',
      topics: ['#'],
    };
    const failing: (() => void)[] = [];
    const take = () => new Promise<void>((_, reject) => failing.push(() => reject(new Error('no database'))));
    const subscription = await Subscription.open(fleet, take, () => {});
    const node = await connectAsync(broker.url, { username: 'node', password: 'secret' });
    // More than a stream holds back: what is behind the message that fails stays unread.
    for (let message = 0; message < 500; message++)
      node.publish('hydro/a/info', 'x'.repeat(1000), { qos: 1 });
    await vi.waitUntil(() => failing.length > 0);
    const closed = subscription.close();
    await sleep(200);
    failing[0]!();
    await closed;
    await node.endAsync();
  },
  20_000,
);

test.skipIf(missing)('the collector says in one line what keeps it from its database or broker', async () => {
  const broker = await Mosquitto.start('secret');
  const database = await Postgres.start();
  const password = passwordFile('secret');
  const collect = (url: string, file = password) =>
    hullprint([
      ...['collect', '--broker', broker.url, '--username', broker.username],
      ...['--password-file', file, '--database', url],
    ]);
  const wrong = await collect(database.url('not it'));
  expect(wrong).toMatchObject({
    code: 78,
    stderr: expect.stringMatching(/^hullprint: cannot use database .*password.*\n$/),
  });
  const nowhere = await collect(database.url('secret', 'no_such'));
  expect(nowhere).toMatchObject({ code: 78, stderr: expect.stringMatching(/"no_such" does not exist.*\n$/) });
  const stranger = await collect(database.url(), passwordFile('not it'));
  expect(stranger).toMatchObject({
    code: 78,
    stderr: expect.stringMatching(/cannot subscribe at .*access list.*\n$/),
  });
  for (const { stderr } of [wrong, nowhere, stranger]) expect(stderr).not.toMatch(/secret|not it/);
});
