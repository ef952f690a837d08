import { z } from 'zod';
import { enrolmentBody, refinementBody, renameBody } from './class-routes.js';
import { exportQuery, pagedPassageQuery, reviewBody, spanQuery } from './history-routes.js';
import type { Routes } from './server.js';

interface Operation {
  summary: string;
  /** Query parameters, as an object. */
  query?: z.ZodType;
  body?: z.ZodType;
  /** Whether files may come with the body, as multipart: then it is the field `request`. */
  files?: true;
  /** Media types of the answer, JSON unless given; none for an answer without a body. */
  gives?: readonly string[];
}

const session = z.strictObject({ token: z.string() });

/** Every address of the API, by path and method. */
const operations: Record<string, Record<string, Operation>> = {
  '/api/v1/session': {
    get: { summary: 'Who has shown the token in this browser' },
    post: { summary: 'Show the token; the answer sets a cookie for twelve hours', body: session, gives: [] },
    delete: { summary: 'Forget the cookie', gives: [] },
  },
  '/api/v1/channels': { get: { summary: 'Names of the channels' } },
  '/api/v1/events': { get: { summary: 'Passages, the latest first', query: pagedPassageQuery } },
  '/api/v1/events/{id}': { get: { summary: 'A passage with its verdicts, its DEMON spectrum and its clip' } },
  '/api/v1/events/{id}/review': {
    put: { summary: 'What a person says of a passage', body: reviewBody },
    delete: { summary: 'Take that back', gives: [] },
  },
  '/api/v1/clips/{id}': {
    get: { summary: 'The sound of a passage; ranges are served', gives: ['audio/wav'] },
  },
  '/api/v1/export': {
    get: {
      summary: 'Passages as CSV, Raven selection table or JSON',
      query: exportQuery,
      gives: ['text/csv', 'text/tab-separated-values', 'application/json'],
    },
  },
  '/api/v1/levels': { get: { summary: 'Level curve of a span, energy means', query: spanQuery } },
  '/api/v1/effort': { get: { summary: 'What was listened to in a span, and the holes', query: spanQuery } },
  '/api/v1/classes': { get: { summary: 'Vessel classes that the node was taught' } },
  '/api/v1/classes/{name}': {
    patch: { summary: 'Rename a class', body: renameBody },
    delete: { summary: 'Remove a class; undo brings it back' },
  },
  '/api/v1/classes/{name}/refinement': {
    post: {
      summary: 'Tell which passages that nobody named are surely of a class, or let them teach it',
      body: refinementBody,
    },
  },
  '/api/v1/classes/undo': { post: { summary: 'Go back to before the latest change of classes' } },
  '/api/v1/enrollments': {
    post: {
      summary: 'Teach a class from passages or uploaded WAV files, or tell what that would bring',
      body: enrolmentBody,
      files: true,
    },
  },
  '/api/v1/openapi.json': { get: { summary: 'This description' } },
};

/** The API as OpenAPI 3.1 describes it, from the schemas that check its requests. */
export function openApi(version: string): object {
  const paths = Object.fromEntries(
    Object.entries(operations).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, each]) => [method, described(path, method, each)]),
      ),
    ]),
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'hullprint',
      version,
      description: 'What a node has heard, and what it is taught. Times are UTC.',
    },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'hullprint token makes one' },
      },
    },
  };
}

/** `/api/v1/openapi.json`. */
export function openApiRoute(version: string): Routes {
  const description = openApi(version);
  return (server) => {
    server.get('/api/v1/openapi.json', async () => description);
  };
}

function described(
  path: string,
  method: string,
  { summary, query, body, files, gives = ['application/json'] }: Operation,
): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true },
    schema: { type: 'string' },
  }));
  const problem = {
    description: 'A problem document (RFC 9457)',
    content: { 'application/problem+json': {} },
  };
  return {
    summary,
    ...(method === 'get' || path.endsWith('session') ? {} : { security: [{ token: [] }] }),
    parameters: [...inPath, ...(query ? parametersOf(query) : [])],
    ...(body && { requestBody: { content: contentOf(body, files) } }),
    responses: {
      ...(gives.length === 0
        ? { 204: { description: 'Done' } }
        : { 200: { description: 'As asked', content: Object.fromEntries(gives.map((type) => [type, {}])) } }),
      default: problem,
    },
  };
}

function contentOf(body: z.ZodType, files = false): object {
  const schema = jsonSchema(body);
  const file = { type: 'array', items: { type: 'string', contentMediaType: 'audio/wav' } };
  const form = { type: 'object', properties: { request: schema, file }, required: ['request'] };
  return {
    'application/json': { schema },
    ...(files && { 'multipart/form-data': { schema: form } }),
  };
}

function parametersOf(query: z.ZodType): object[] {
  const { properties = {}, required = [], allOf = [] } = jsonSchema(query) as ObjectSchema;
  const parts = [{ properties, required }, ...allOf];
  return parts.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([name, schema]) => ({
      ...{ name, in: 'query', required: required.includes(name) },
      schema,
    })),
  );
}

interface ObjectSchema {
  properties?: Record<string, object>;
  required?: string[];
  allOf?: ObjectSchema[];
}

function jsonSchema(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}
