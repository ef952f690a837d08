import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { HttpServer } from '../../src/http/server.js';
import { supervisionRoutes } from '../../src/http/supervision-routes.js';

const token = 'a-token-that-only-readers-have';
const tokenSha256 = createHash('sha256').update(token).digest('hex');

async function serving(
  options: { token?: boolean; names?: string[]; requestTimeoutMs?: number; lacking?: string[] } = {},
) {
  const { names = [], lacking = [], requestTimeoutMs } = options;
  const server = new HttpServer(
    {
      address: '127.0.0.1',
      port: 0,
      names,
      tokens: () => (options.token ? [tokenSha256] : []),
      readersNeedToken: options.token ?? false,
      ...(requestTimeoutMs && { requestTimeoutMs }),
    },
    [
      supervisionRoutes(() => lacking),
      (routes) => {
        routes.get('/page', async () => 'hello');
        routes.get('/broken', async () => {
          throw new Error('password hunter2 is wrong');
        });
      },
    ],
  );
  const url = await server.start();
  onTestFinished(() => server.stop());
  return url;
}

async function get(url: string, headers: Record<string, string> = {}) {
  const asked = request(url, { headers });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  return { status: answer.statusCode, type: answer.headers['content-type'], body: await text(answer) };
}

/** What a socket is answered that sends these bytes and waits. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write(bytes);
  return text(socket);
}

test.each([
  '127.0.0.1',
  'localhost:8765',
  '[::1]:80',
  '192.168.1.20',
  hostname(),
  `${hostname()}.local`,
  'pier.example',
])('is served under the name %s', async (host) => {
  const url = await serving({ names: ['pier.example'] });
  expect(await get(`${url}/page`, { host })).toMatchObject({ status: 200, body: 'hello' });
});

test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'pier.example.'])(
  'a page of another site that lets its name %j point here gets nothing',
  async (host) => {
    const url = await serving({ names: ['pier.example'] });
    for (const path of ['/page', '/nowhere', '/healthz']) {
      const { status, type, body } = await get(url + path, { host });
      expect(status).toBe(421);
      expect(type).toContain('application/problem+json');
      expect(JSON.parse(body)).toMatchObject({ status: 421, title: 'Misdirected Request' });
    }
  },
);

test('with a token only its bearer is served; who supervises needs none', async () => {
  const url = await serving({ token: true });
  expect(await get(`${url}/page`, { authorization: `Bearer ${token}` })).toMatchObject({ status: 200 });
  for (const authorization of ['', 'Bearer', 'Bearer wrong', `Basic ${token}`, `Bearer ${tokenSha256}`])
    for (const path of ['/page', '/nowhere'])
      expect((await get(url + path, { authorization })).status).toBe(401);
  expect((await get(`${url}/healthz`)).status).toBe(200);
  expect((await get(`${url}/readyz`)).status).toBe(200);
});

test('readyz says what is lacking', async () => {
  const url = await serving({ lacking: ['no broker'] });
  const { status, body } = await get(`${url}/readyz`);
  expect([status, JSON.parse(body)]).toEqual([
    503,
    { title: 'Service Unavailable', status: 503, detail: 'no broker' },
  ]);
});

test('every refusal is a problem document, and tells nothing of what went wrong inside', async () => {
  const url = await serving();
  const nowhere = await get(`${url}/../../etc/passwd`);
  expect([nowhere.status, nowhere.type]).toEqual([404, 'application/problem+json; charset=utf-8']);
  const broken = await get(`${url}/broken`);
  expect([broken.status, JSON.parse(broken.body)]).toEqual([
    500,
    { title: 'Internal Server Error', status: 500 },
  ]);
  const malformed = await raw(url, 'HELO example\r\n\r\n');
  expect(malformed).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*"status":400/);
});

test('a request that drips is cut off, and others are served meanwhile', async () => {
  const url = await serving({ requestTimeoutMs: 300 });
  const dripping = raw(url, 'GET /page HTTP/1.1\r\nHost: localhost\r\nX: ');
  expect((await get(`${url}/page`)).status).toBe(200);
  expect(await dripping).toMatch(/^HTTP\/1\.1 408 /);
});

test('a port that is taken is an error that says how to mend it', async () => {
  const url = await serving();
  const port = Number(new URL(url).port);
  const second = new HttpServer(
    { address: '127.0.0.1', port, names: [], tokens: () => [], readersNeedToken: false },
    [],
  );
  await expect(second.start()).rejects.toThrow(/another program listens there[\s\S]*http\.port/);
});
