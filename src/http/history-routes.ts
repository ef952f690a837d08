import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { BadRequest } from './bad-request.js';
import { refuse } from './guard.js';
import type { Routes } from './server.js';

/** What the routes read and write; times in ms since 1970. */
export interface History {
  channels(): string[];
  one(id: string): object | null;
  list(filter: PassageQuery, limit: number, after?: string): { event: { id: string } }[];
  review(id: string, review: ReviewBody | null): void;
  exported(filter: PassageQuery, format: ExportFormat): ExportedFile;
  levels(span: { channel: string; fromMs: number; toMs: number }, points: number): object;
  effort(span: { channel: string; fromMs: number; toMs: number }, points: number): object;
}

interface ExportedFile {
  type: string;
  extension: string;
  /** In parts, between which the node goes on. */
  text: AsyncIterable<string>;
}

const PAGE = 200;
const time = z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso));

export const passageQuery = z
  .strictObject({
    from: time.optional(),
    to: time.optional(),
    channel: z.string().optional(),
    size: z.enum(['big', 'small', 'unknown']).optional(),
    class: z.string().optional(),
    minConfidence: z.coerce.number().min(0).max(1).optional(),
  })
  .transform(({ from, to, ...rest }) => ({
    ...rest,
    ...(from !== undefined && { fromMs: from }),
    ...(to !== undefined && { toMs: to }),
  }));
type PassageQuery = z.infer<typeof passageQuery>;

const exportFormat = z.enum(['csv', 'raven', 'json']);
type ExportFormat = z.infer<typeof exportFormat>;

export const spanQuery = z
  .strictObject({
    channel: z.string(),
    from: time,
    to: time,
    points: z.coerce.number().int().min(1).max(2000).default(600),
  })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'must be later than from' });

export const reviewBody = z.strictObject({
  verdict: z.enum(['right', 'wrong', 'not-a-ship']),
  name: z.string().trim().min(1).max(64).nullable().default(null),
});
type ReviewBody = z.infer<typeof reviewBody>;

const paging = z.object({
  limit: z.coerce.number().int().min(1).max(PAGE).default(100),
  cursor: z.ulid().optional().describe('`next` of the page before'),
});

/** The whole queries, as they are described. */
export const pagedPassageQuery = z.intersection(paging, passageQuery);
export const exportQuery = z.intersection(z.object({ format: exportFormat }), passageQuery);

/** Passages, levels and effort that a node has kept. */
export function historyRoutes(history: History): Routes {
  return (server) => {
    server.get('/api/v1/events', async ({ query }) => {
      const { limit, cursor, ...rest } = query as Record<string, unknown>;
      const page = checked(paging, { limit, cursor });
      const events = history.list(checked(passageQuery, rest), page.limit, page.cursor);
      return { events, next: events.length === page.limit ? events.at(-1)!.event.id : null };
    });
    server.get('/api/v1/events/:id', async ({ params }, reply) => {
      return history.one(idOf(params)) ?? noPassage(reply);
    });
    server.put('/api/v1/events/:id/review', async ({ params, body }, reply) => {
      const id = idOf(params);
      if (!history.one(id)) return noPassage(reply);
      history.review(id, checked(reviewBody, body));
      return history.one(id);
    });
    server.delete('/api/v1/events/:id/review', async ({ params }, reply) => {
      const id = idOf(params);
      if (!history.one(id)) return noPassage(reply);
      history.review(id, null);
      return reply.code(204).send();
    });
    server.get('/api/v1/export', async ({ query }, reply) => {
      const { format, ...rest } = query as Record<string, unknown>;
      const file = history.exported(checked(passageQuery, rest), checked(exportFormat, format, 'format'));
      return reply
        .type(file.type)
        .header('Content-Disposition', `attachment; filename="passages.${file.extension}"`)
        .send(Readable.from(file.text));
    });
    server.get('/api/v1/levels', async ({ query }) => {
      const { channel, from, to, points } = checked(spanQuery, query);
      return history.levels({ channel, fromMs: from, toMs: to }, points);
    });
    server.get('/api/v1/effort', async ({ query }) => {
      const { channel, from, to, points } = checked(spanQuery, query);
      return history.effort({ channel, fromMs: from, toMs: to }, points);
    });
    server.get('/api/v1/channels', async () => ({ channels: history.channels() }));
  };
}

const noPassage = (reply: FastifyReply) => refuse(reply, 404, 'There is no passage of this id.');

/** Passages are named by id, never by path. */
export const idOf = (params: unknown): string => checked(z.object({ id: z.ulid() }), params).id;

/** Throws `BadRequest` that names what is wrong. */
export function checked<Out>(schema: z.ZodType<Out>, input: unknown, name?: string): Out {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  const { path, message } = error.issues[0]!;
  const where = [...(name ? [name] : []), ...path].join('.');
  throw new BadRequest(where ? `${where}: ${message}` : message);
}
