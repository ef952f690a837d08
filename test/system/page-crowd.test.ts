import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { harbourSamples, recording } from '../fixtures/harbour-recording.js';
import { temporaryFolder } from '../store/temporary-folder.js';
import { hullprint, RunningDaemon } from './fixtures/hullprint.js';
import { freePort } from './fixtures/mosquitto.js';
import { SoundCard, soundCardMissing } from './fixtures/sound-card.js';

const PAGES = 100;
const SECONDS = 25;
const ULID = '01JTZ8E3V0N2QJ4W8X6YB7C9DA';

test.skipIf(soundCardMissing)(
  'a hundred pages and whoever asks nonsense cost a node at a sound card no sample',
  async () => {
    const card = new SoundCard();
    onTestFinished(() => card.remove());
    await card.plugIn();
    const folder = temporaryFolder();
    const port = await freePort();
    const daemon = new RunningDaemon({
      node: 'pier',
      stateFolder: folder,
      mqtt: { embeddedPort: 0 },
      http: { port },
      clips: { freeDiskMegabytes: 0 },
      channels: [{ name: 'north', source: 'portaudio:hydrophone', sampleRateHz: card.sampleRateHz }],
    });
    await daemon.says('source opened');
    const token = (await hullprint(['token', '--state', folder])).stdout.trim();
    const address = `127.0.0.1:${port}`;
    void card.play(recording([harbourSamples(60, [{ size: 'big', closestSeconds: 30 }])]));
    const pages = await Promise.all(Array.from({ length: PAGES }, () => openPage(address)));
    const lost = async () => {
      const metrics = await (await fetch(`http://${address}/metrics`)).text();
      return metrics.split('\n').filter((line) => /^hullprint_(overflows|gaps)_total/.test(line));
    };
    const before = await lost();
    expect(before).toHaveLength(2);

    const until = performance.now() + SECONDS * 1000;
    const answers = new Map<string, Set<number>>();
    const drips = Array.from({ length: 20 }, () => drip(port));
    while (performance.now() < until) {
      await Promise.all(pages.map((page) => page.look()));
      for (const wrong of nonsense(token)) {
        const { status, type } = await ask(port, wrong);
        const name = `${wrong.method} ${wrong.path.slice(0, 80)}`;
        expect([name, type]).toEqual([name, 'application/problem+json; charset=utf-8']);
        answers.set(name, (answers.get(name) ?? new Set()).add(status));
      }
    }
    expect((await Promise.all(drips)).every((answer) => answer.startsWith('HTTP/1.1 408 '))).toBe(true);
    const said = [...answers.values()].flatMap((each) => [...each]);
    // Every kind of refusal was met, and the node itself failed at none.
    expect([...new Set(said)].sort()).toEqual([400, 401, 403, 404, 413, 414, 415, 421, 422, 429]);

    expect(await lost()).toEqual(before);
    // What each page was shown, second by second.
    for (const { columns } of pages) expect(columns()).toBeGreaterThan(SECONDS * 0.9);
  },
);

/** What a browser does that has the channel open: it hears the relay, and asks the history now and then. */
async function openPage(address: string) {
  const client = await connectAsync(`ws://${address}/mqtt`, { protocolVersion: 4 });
  onTestFinished(() => void client.end(true));
  let columns = 0;
  client.on('message', (topic) => {
    if (topic === 'hydro/pier/north/spectrogram') columns++;
  });
  await client.subscribeAsync(['#', 'hydro/pier/north/spectrogram', 'hydro/pier/north/demon']);
  return {
    columns: () => columns,
    look: async () => {
      const answer = await fetch(`http://${address}/api/v1/events?limit=100`);
      expect(answer.ok).toBe(true);
      await answer.arrayBuffer();
      await sleep(500);
    },
  };
}

interface Wrong {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** At least one bad request for each address that takes anything. */
function nonsense(token: string): Wrong[] {
  const bearer = { authorization: `Bearer ${token}` };
  const json = { ...bearer, 'content-type': 'application/json' };
  const api = '/api/v1';
  return [
    ...['..%2f..%2fetc%2fpasswd', '%00', `${ULID}/..`, 'x'.repeat(2000)].flatMap((id) => [
      { method: 'GET', path: `${api}/events/${id}` },
      { method: 'GET', path: `${api}/clips/${id}` },
      { method: 'PUT', path: `${api}/events/${id}/review`, headers: json, body: '{"verdict":"right"}' },
      { method: 'DELETE', path: `${api}/classes/${id}`, headers: bearer },
    ]),
    ...['from=yesterday', 'limit=-1', 'limit=1e9', 'size=huge', 'cursor=1', 'minConfidence=7'].map(
      (query) => ({ method: 'GET', path: `${api}/events?${query}` }),
    ),
    ...['levels', 'effort'].flatMap((what) =>
      ['', 'channel=north&from=x&to=y', 'channel=north&points=0'].map((query) => ({
        method: 'GET',
        path: `${api}/${what}?${query}`,
      })),
    ),
    { method: 'GET', path: `${api}/export?format=exe` },
    { method: 'GET', path: '/assets/..%2f..%2fpackage.json' },
    { method: 'POST', path: `${api}/session`, headers: json, body: '{"token":[7]}' },
    ...['{"verdict":', '[]', '{"verdict":7}', `{"verdict":"right","name":"${'x'.repeat(70_000)}"}`].map(
      (body) => ({ method: 'PUT', path: `${api}/events/${ULID}/review`, headers: json, body }),
    ),
    { method: 'PUT', path: `${api}/events/${ULID}/review`, headers: bearer, body: 'verdict=right' },
    { method: 'PATCH', path: `${api}/classes/none`, headers: json, body: '{"name":null}' },
    { method: 'PATCH', path: `${api}/classes/none`, headers: json, body: '{"name":"ferry"}' },
    { method: 'POST', path: `${api}/classes/undo`, headers: bearer },
    { method: 'POST', path: `${api}/enrollments`, headers: json, body: '{"name":"ferry"}' },
    {
      method: 'POST',
      path: `${api}/enrollments`,
      headers: {
        ...bearer,
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': '10000000000',
      },
    },
    { method: 'DELETE', path: `${api}/events/${ULID}/review`, headers: { ...bearer, origin: 'http://evil' } },
    { method: 'GET', path: `${api}/events`, headers: { host: 'evil.example' } },
    { method: 'DELETE', path: `${api}/classes/ferry` },
  ];
}

async function ask(port: number, { method, path, headers, body }: Wrong) {
  const asked = request({ host: '127.0.0.1', port, method, path, headers: headers ?? {} });
  asked.on('error', () => {});
  // What announces more than it sends must not wait for the rest.
  if (headers?.['content-length']) asked.flushHeaders();
  else asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  await text(answer);
  asked.destroy();
  return { status: answer.statusCode!, type: answer.headers['content-type'] };
}

/** A byte a second, for ever; gives what is answered. */
async function drip(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n');
  const timer = setInterval(() => socket.write('X'), 1000);
  onTestFinished(() => void socket.destroy());
  try {
    return await text(socket);
  } catch {
    return 'cut off without a word';
  } finally {
    clearInterval(timer);
  }
}
