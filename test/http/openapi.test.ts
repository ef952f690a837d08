import fastify from 'fastify';
import { expect, test } from 'vitest';
import { type Classes, classRoutes } from '../../src/http/class-routes.js';
import { clipRoute } from '../../src/http/clip-route.js';
import { guard } from '../../src/http/guard.js';
import { type History, historyRoutes } from '../../src/http/history-routes.js';
import { openApi, openApiRoute } from '../../src/http/openapi.js';

interface Description {
  paths: Record<string, Record<string, { parameters: { name: string; required: boolean }[] }>>;
}
const { paths } = openApi('1.2.3') as Description;

test('every address of the API is described, and nothing else', async () => {
  const served: string[] = [];
  const server = fastify();
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) if (each !== 'HEAD') served.push(`${each} ${url}`);
  });
  await guard(server, { names: [], tokens: () => [], readersNeedToken: false });
  // None of these is called.
  await historyRoutes({} as History)(server);
  await classRoutes({} as Classes)(server);
  await clipRoute(() => null)(server);
  await openApiRoute('1.2.3')(server);
  await server.ready();
  await server.close();
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );
  expect(described.sort()).toEqual(served.sort());
});

test('parameters are those that requests are checked by', () => {
  const names = (path: string) => paths[path]!.get!.parameters.map(({ name }) => name);
  expect(names('/api/v1/events').sort()).toEqual(
    ['channel', 'class', 'cursor', 'from', 'limit', 'minConfidence', 'size', 'to'].sort(),
  );
  expect(
    paths['/api/v1/levels']!.get!.parameters.filter(({ required }) => required).map(({ name }) => name),
  ).toEqual(['channel', 'from', 'to']);
});
