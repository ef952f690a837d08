import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { ClassBook } from '../../src/enrollment/class-book.js';
import { removeClass, renameClass } from '../../src/enrollment/edit-classes.js';
import { classRoutes, type EnrolmentRequest } from '../../src/http/class-routes.js';
import { HttpServer } from '../../src/http/server.js';
import { openStore } from '../../src/store/store.js';
import { temporaryFolder } from '../store/temporary-folder.js';

const token = 'a-token';
const bearer = { authorization: `Bearer ${token}` };
const event = '01JTZ8E3V0N2QJ4W8X6YB7C9DA';

async function node() {
  const store = openStore(temporaryFolder());
  const book = new ClassBook(store);
  book.change('enrol pilot', (classes) => [...classes, { name: 'pilot', size: 'small', recordings: [] }]);
  const asked: { request: EnrolmentRequest; sizes: number[]; paths: string[] }[] = [];
  const routes = classRoutes({
    list: () =>
      book.current.classes.map(({ recordings, ...rest }) => ({
        ...rest,
        recordings: recordings.length,
        drift: {},
      })),
    rename: (name, to) => renameClass(book, name, to),
    remove: (name) => removeClass(book, name),
    undo: () => book.undo().change,
    refine: async (name, apply) => ({ adopted: [], applied: apply, name }),
    enrol: async (request, files) => {
      asked.push({ request, sizes: files.map((path) => readFileSync(path).length), paths: [...files] });
      return { lines: ['good'], objection: null, enrolled: !request.dryRun };
    },
  });
  const admission = {
    names: [],
    tokens: () => [createHash('sha256').update(token).digest('hex')],
    readersNeedToken: false,
  };
  const server = new HttpServer({ address: '127.0.0.1', port: 0, ...admission }, [routes]);
  const url = await server.start();
  onTestFinished(async () => {
    await server.stop();
    store.close();
  });
  const ask = async (method: string, path: string, body?: object | FormData, headers: object = bearer) => {
    const form = body instanceof FormData;
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body && !form && { 'content-type': 'application/json' }) },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  return { url, ask, asked, book };
}

test('classes are listed, renamed, removed and brought back', async () => {
  const { ask, book } = await node();
  const names = () => book.current.classes.map(({ name }) => name);
  expect((await ask('GET', '/classes', undefined, {})).body).toEqual({
    classes: [{ name: 'pilot', size: 'small', recordings: 0, drift: {} }],
  });
  expect((await ask('PATCH', '/classes/pilot', { name: 'pilot boat' })).status).toBe(200);
  expect(names()).toEqual(['pilot boat']);
  expect((await ask('DELETE', '/classes/pilot%20boat')).status).toBe(200);
  expect(names()).toEqual([]);
  expect((await ask('POST', '/classes/undo', {})).status).toBe(200);
  expect(names()).toEqual(['pilot boat']);
});

test('nobody changes classes without the token', async () => {
  const { ask, book, asked } = await node();
  const before = book.revision;
  for (const [method, path, body] of [
    ['PATCH', '/classes/pilot', { name: 'x' }],
    ['DELETE', '/classes/pilot', undefined],
    ['POST', '/classes/undo', {}],
    ['POST', '/enrollments', { name: 'x', size: 'big', events: [event] }],
  ] as const)
    expect((await ask(method, path, body, {})).status).toBe(401);
  expect([book.revision, asked.length]).toEqual([before, 0]);
});

test('what the command line would refuse is refused in its words', async () => {
  const { ask } = await node();
  expect(await ask('PATCH', '/classes/pilot', { name: 'big' })).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('verdicts use this name') },
  });
  expect(await ask('DELETE', '/classes/nobody')).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('no class has this name') },
  });
});

test('a class is taught from passages and from files, which are gone afterwards whatever they were called', async () => {
  const { ask, asked } = await node();
  const order = { name: 'ferry', size: 'big', events: [event], dryRun: true };
  expect((await ask('POST', '/enrollments', order)).body).toMatchObject({ enrolled: false });
  const form = new FormData();
  form.set('request', JSON.stringify({ ...order, dryRun: false }));
  form.append('file', new Blob([Buffer.alloc(1000)]), '../../etc/passwd');
  form.append('file', new Blob([Buffer.alloc(2000)]), 'b.wav');
  expect((await ask('POST', '/enrollments', form)).body).toMatchObject({ enrolled: true });
  expect(asked.map(({ sizes }) => sizes)).toEqual([[], [1000, 2000]]);
  for (const path of asked[1]!.paths) {
    expect(path).toMatch(/\/hullprint-upload-\w+\/recording-\d\.wav$/);
    expect(existsSync(path)).toBe(false);
  }
});

test.each([
  [{ size: 'big', events: [event] }, /^name: /],
  [{ name: 'x', size: 'huge', events: [event] }, /^size: /],
  [{ name: 'x', size: 'big', events: ['../../etc/passwd'] }, /^events.0: /],
  [{ name: 'x', size: 'big', events: [event], colour: 'red' }, /colour/],
])('%o is refused with what is wrong', async (body, detail) => {
  const { ask, asked } = await node();
  const answer = await ask('POST', '/enrollments', body);
  expect(answer.status).toBe(400);
  expect(answer.body.detail).toMatch(detail);
  expect(asked).toEqual([]);
});

test('ten gigabytes that are announced are refused before they come', async () => {
  const { url, asked } = await node();
  const upload = request(`${url}/api/v1/enrollments`, {
    method: 'POST',
    headers: { ...bearer, 'content-type': 'multipart/form-data; boundary=x', 'content-length': 10 * 2 ** 30 },
  });
  upload.on('error', () => {});
  upload.write('--x');
  const [answer] = (await once(upload, 'response')) as [IncomingMessage];
  expect(answer.statusCode).toBe(413);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  upload.destroy();
  expect(asked).toEqual([]);
});

test('a class is refined from passages when that is asked for', async () => {
  const { ask } = await node();
  const path = '/classes/pilot/refinement';
  expect(await ask('POST', path)).toMatchObject({ status: 200, body: { applied: false, name: 'pilot' } });
  expect(await ask('POST', path, { apply: true })).toMatchObject({ status: 200, body: { applied: true } });
  expect((await ask('POST', path, { apply: 'yes' })).status).toBe(400);
  expect((await ask('POST', path, {}, {})).status).toBe(401);
});
