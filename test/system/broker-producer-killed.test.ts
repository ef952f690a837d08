import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type EventMessage, messages } from '../../src/publish/messages.js';
import { subscribe } from '../publish/subscriber.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { Mosquitto, mosquittoMissing } from './fixtures/mosquitto.js';

const producer = fileURLToPath(new URL('fixtures/event-producer.ts', import.meta.url));

interface Announcement {
  id: string;
  phase: EventMessage['phase'];
  windows: number;
}

const name = ({ id, phase, windows }: Announcement) => `${id} ${phase} ${windows}`;
const ofEvent = ({ id, phase, evidence }: EventMessage) => name({ id, phase, windows: evidence.windows });

test.skipIf(mosquittoMissing)(
  'a node killed at random instants loses no announced event, gives no passage two ids, and ends every passage once',
  async () => {
    const broker = await Mosquitto.start('secret');
    const subscriber = await subscribe(broker.url, { username: broker.username, password: 'secret' });
    const folder = temporaryFolder();
    const announced: Announcement[] = [];
    const start = async () => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', producer, folder, broker.url, broker.username, 'secret'],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      onTestFinished(() => void child.kill('SIGKILL'));
      const lines = createInterface({ input: child.stdout });
      lines.on('line', (line) => announced.push(JSON.parse(line) as Announcement));
      await once(lines, 'line');
      return child;
    };
    const statuses = () => subscriber.arrivals.filter(({ topic }) => topic === 'hydro/pier/status');
    const kills = 8;
    for (let kill = 0; kill < kills; kill++) {
      const child = await start();
      await sleep(Math.random() * 500);
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    const last = await start();
    await sleep(300);
    last.kill('SIGTERM');
    expect(await once(last, 'close')).toEqual([0, null]);
    await subscriber.until(() => statuses().at(-1)?.text === 'offline');

    const events = subscriber.arrivals
      .filter(({ topic }) => topic.endsWith('/event'))
      .map(({ text }) => messages.event.parse(JSON.parse(text)));
    const arrived = new Set(events.map(ofEvent));
    expect(announced.map(name).filter((each) => !arrived.has(each))).toEqual([]);
    // Order of first arrival is the order of announcement.
    const announcedNames = new Set(announced.map(name));
    expect([...arrived].filter((each) => announcedNames.has(each))).toEqual(announced.map(name));
    // One passage, one id.
    const ids = new Set(events.map(({ id }) => id));
    expect(new Set(events.map(({ start: begin }) => begin)).size).toBe(ids.size);
    // Every passage begins, goes on and ends once; repeats are equal but for `replayed`.
    const distinct = [
      ...new Map(events.map((each) => [JSON.stringify({ ...each, replayed: null }), each])).values(),
    ];
    for (const id of ids) {
      const phases = distinct.filter((each) => each.id === id).map(({ phase }) => phase);
      expect(phases.join(' ')).toMatch(/^new( update)* end$/);
    }
    console.log(
      `${kills} kills, ${announced.length} events announced, ${events.length - distinct.length} sent twice, ${ids.size} passages`,
    );
  },
);
