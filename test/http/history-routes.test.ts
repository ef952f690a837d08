import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, onTestFinished, test } from 'vitest';
import { configSchema } from '../../src/config.js';
import { Kept } from '../../src/daemon/kept.js';
import { clipRoute } from '../../src/http/clip-route.js';
import { historyRoutes } from '../../src/http/history-routes.js';
import { HttpServer } from '../../src/http/server.js';
import { openStore } from '../../src/store/store.js';
import { event } from '../publish/example-messages.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const token = 'a-token';
const bearer = { authorization: `Bearer ${token}` };
const json = { 'content-type': 'application/json' };

async function node() {
  const folder = temporaryFolder();
  const store = openStore(folder);
  const config = configSchema.parse({ node: 'pier', channels: [{ name: 'north', source: 'stdin:' }] });
  const kept = new Kept(store, folder, 'pier', config, () => true);
  kept.start();
  kept.keeper.event({ schema: 1, node: 'pier', channel: 'north', replayed: false, ...event });
  const admission = {
    names: [],
    tokens: () => [createHash('sha256').update(token).digest('hex')],
    readersNeedToken: false,
  };
  const server = new HttpServer({ address: '127.0.0.1', port: 0, ...admission }, [
    historyRoutes(kept.history(() => ['north'])),
    clipRoute((id) => kept.shelf.find(id)),
  ]);
  const url = await server.start();
  onTestFinished(async () => {
    await server.stop();
    await kept.stop();
    store.close();
  });
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(url + path, init);
    const type = answer.headers.get('content-type') ?? '';
    const text = await answer.text();
    const body = type.includes('json') && text ? JSON.parse(text) : null;
    return { answer, status: answer.status, type, text, body };
  };
  return { url, folder, kept, ask };
}

const review = `/api/v1/events/${event.id}/review`;
const put = (headers: Record<string, string>, body: unknown = { verdict: 'right', name: 'pilot' }) => ({
  method: 'PUT',
  headers: { ...json, ...headers },
  body: JSON.stringify(body),
});

test('passages, levels and effort are read without a token on loopback', async () => {
  const { ask } = await node();
  const { body } = await ask('/api/v1/events?size=big&from=2026-05-01T00:00:00Z');
  expect(body).toMatchObject({
    events: [{ event: { id: event.id, size: 'big' }, review: null }],
    next: null,
  });
  const span = 'channel=north&from=2026-05-01T00:00:00Z&to=2026-05-02T00:00:00Z';
  expect((await ask(`/api/v1/levels?${span}`)).body).toMatchObject({ splDb: [] });
  expect((await ask(`/api/v1/effort?${span}`)).body).toMatchObject({ secondsHeard: [] });
  expect((await ask(`/api/v1/events/${event.id}`)).body).toMatchObject({
    verdicts: [{ phase: 'new' }],
    clip: null,
  });
});

test('a review wants the token, as a bearer or in a cookie that scripts cannot read', async () => {
  const { ask } = await node();
  expect((await ask(review, put({}))).status).toBe(401);
  expect((await ask(review, put({ authorization: 'Bearer wrong' }))).status).toBe(401);
  expect((await ask(review, put(bearer))).body).toMatchObject({
    review: { verdict: 'right', name: 'pilot' },
  });

  const logIn = { method: 'POST', headers: json, body: JSON.stringify({ token }) };
  const { answer, status } = await ask('/api/v1/session', logIn);
  expect(status).toBe(204);
  const set = answer.headers.get('set-cookie')!;
  expect(set).toMatch(/HttpOnly.*SameSite=Strict/);
  const cookie = set.split(';')[0]!;
  expect((await ask('/api/v1/session', { headers: { cookie } })).body).toMatchObject({ admitted: true });
  expect((await ask(review, put({ cookie }, { verdict: 'wrong' }))).body).toMatchObject({
    review: { verdict: 'wrong', name: null },
  });
  await ask('/api/v1/session', { method: 'DELETE', headers: { cookie } });
  expect((await ask(review, put({ cookie }))).status).toBe(401);
});

test('a page of another site changes nothing, not even with the token', async () => {
  const { ask, url } = await node();
  expect((await ask(review, put({ ...bearer, origin: 'http://evil.example' }))).status).toBe(403);
  expect((await ask(review, put({ ...bearer, origin: 'null' }))).status).toBe(403);
  expect((await ask(review, put({ ...bearer, 'sec-fetch-site': 'cross-site' }))).status).toBe(403);
  expect((await ask(review, put({ ...bearer, origin: url }))).status).toBe(200);
});

test('guessing the token is slowed down', async () => {
  const { ask } = await node();
  const guess = { method: 'POST', headers: json, body: JSON.stringify({ token: 'guess' }) };
  const statuses: number[] = [];
  for (let i = 0; i < 12; i++) statuses.push((await ask('/api/v1/session', guess)).status);
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
  expect(statuses.slice(10)).toEqual([429, 429]);
});

test.each([
  ['GET', '/api/v1/events?from=yesterday', 400, /^from: /],
  ['GET', '/api/v1/events?size=huge', 400, /^size: /],
  ['GET', '/api/v1/events?limit=1e9', 400, /^limit: /],
  ['GET', "/api/v1/events?cursor=' OR 1=1", 400, /^cursor: /],
  ['GET', '/api/v1/events?colour=red', 400, /colour/],
  ['GET', '/api/v1/events/..%2f..%2fetc%2fpasswd', 400, /^id: /],
  ['GET', '/api/v1/clips/..%2f..%2fetc%2fpasswd', 400, /^id: /],
  ['GET', '/api/v1/clips/01JTZ8E3V0N2QJ4W8X6YB7C9DZ', 404, /no clip/],
  ['GET', '/api/v1/events/01JTZ8E3V0N2QJ4W8X6YB7C9DZ', 404, /no passage/],
  ['GET', '/api/v1/levels?channel=north', 400, /^from: /],
  [
    'GET',
    '/api/v1/levels?channel=north&from=2026-05-02T00:00:00Z&to=2026-05-01T00:00:00Z',
    400,
    /^to: must be later/,
  ],
  ['GET', '/api/v1/export?format=exe', 400, /^format: /],
  ['PUT', review, 400, /^verdict: /],
  ['PUT', '/api/v1/events/01JTZ8E3V0N2QJ4W8X6YB7C9DZ/review', 404, /no passage/],
  ['POST', '/api/v1/nothing', 404, /nothing at this address/],
])(
  '%s %s is refused with a problem document that says what is wrong',
  async (method, path, status, detail) => {
    const { ask } = await node();
    const body = method === 'GET' ? {} : { body: JSON.stringify({ verdict: 'maybe' }) };
    const asked = await ask(path, { method, headers: { ...bearer, ...json }, ...body });
    expect([asked.status, asked.type]).toEqual([status, expect.stringContaining('application/problem+json')]);
    expect((asked.body as { detail: string }).detail).toMatch(detail);
  },
);

test('bodies that are too large, of another kind or no JSON are refused', async () => {
  const { ask } = await node();
  const send = (headers: Record<string, string>, body: string) =>
    ask(review, { method: 'PUT', headers: { ...bearer, ...headers }, body });
  expect((await send(json, JSON.stringify({ name: 'x'.repeat(100_000) }))).status).toBe(413);
  expect((await send({ 'content-type': 'text/plain' }, '{}')).status).toBe(415);
  expect((await send(json, '{')).status).toBe(400);
});

test('a clip is sent whole and in ranges', async () => {
  const { url, folder, kept } = await node();
  writeFileSync(kept.shelf.begin(event.id, 'pier', 'north', 0, 1000), Buffer.alloc(1044, 7));
  kept.shelf.finished(event.id, 1000);
  const get = async (range?: string) => {
    const answer = await fetch(`${url}/api/v1/clips/${event.id}`, { headers: range ? { range } : {} });
    return [answer.status, answer.headers.get('content-range'), (await answer.arrayBuffer()).byteLength];
  };
  expect(await get()).toEqual([200, null, 1044]);
  expect(await get('bytes=0-43')).toEqual([206, 'bytes 0-43/1044', 44]);
  expect(await get('bytes=1000-')).toEqual([206, 'bytes 1000-1043/1044', 44]);
  expect(await get('bytes=-4')).toEqual([206, 'bytes 1040-1043/1044', 4]);
  expect((await get('bytes=2000-'))[0]).toBe(416);
  const head = await fetch(`${url}/api/v1/clips/${event.id}`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '1044']);
  expect(join(folder, 'clips')).toBe(join(kept.shelf.find(event.id)!.path, '..'));
});

test('passages are exported as CSV, Raven selections and JSON; a name is no formula', async () => {
  const { ask } = await node();
  await ask(review, put(bearer, { verdict: 'right', name: '=HYPERLINK("x")' }));
  const text = async (format: string) => (await ask(`/api/v1/export?format=${format}`)).text;
  const csv = await text('csv');
  expect(csv.split('\n')[0]).toMatch(/^id,node,channel,start,/);
  expect(csv).toContain(event.id);
  expect(csv).not.toMatch(/[,"]=HYPERLINK/);
  expect((await text('raven')).split('\n')[0]).toMatch(/^Selection\tView\tChannel\tBegin Time \(s\)/);
  expect(JSON.parse(await text('json'))).toMatchObject([{ event: { id: event.id } }]);
});

test('a Raven selection lies in its clip, which begins before the passage', async () => {
  const { ask, kept } = await node();
  const clipMs = Date.parse(event.start) - 15_000;
  writeFileSync(kept.shelf.begin(event.id, 'pier', 'north', clipMs, 8000), Buffer.alloc(1044));
  const ended = { ...event, phase: 'end' as const, end: new Date(clipMs + 60_000).toISOString() };
  kept.keeper.event({ schema: 1, node: 'pier', channel: 'north', replayed: false, ...ended });
  const [row] = parse((await ask('/api/v1/export?format=raven')).text, { columns: true, delimiter: '\t' });
  expect(row).toMatchObject({
    'Begin Time (s)': '15.000',
    'End Time (s)': '60.000',
    'High Freq (Hz)': '4000',
    'Begin Path': `${event.id}.wav`,
  });
});

test('an export of many passages has one heading, each of them once, and is no less when there is none', async () => {
  const { ask, kept } = await node();
  for (let i = 0; i < 1200; i++)
    kept.keeper.event({
      ...{ schema: 1, node: 'pier', channel: 'south', replayed: false, ...event },
      id: `01JTZ8E3V0N2QJ4W8X0000${String(i).padStart(4, '0')}`,
    });
  const csv = parse((await ask('/api/v1/export?format=csv&channel=south')).text, { columns: true }) as {
    id: string;
  }[];
  expect(new Set(csv.map(({ id }) => id)).size).toBe(1200);
  const raven = parse((await ask('/api/v1/export?format=raven&channel=south')).text, {
    columns: true,
    delimiter: '\t',
  });
  expect((raven as { Selection: string }[]).map(({ Selection }) => Number(Selection))).toEqual(
    Array.from({ length: 1200 }, (_, i) => i + 1),
  );
  expect(JSON.parse((await ask('/api/v1/export?format=json&channel=south')).text)).toHaveLength(1200);
  expect((await ask('/api/v1/export?format=csv&channel=west')).text).toMatch(/^id,node,channel/);
  expect((await ask('/api/v1/export?format=json&channel=west')).text).toBe('[]\n');
});
