import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BadRequest } from './bad-request.js';
import { refuse } from './guard.js';
import { checked } from './history-routes.js';
import type { Routes } from './server.js';

/** What the routes read and change; what a person should mend is thrown as a HullprintError. */
export interface Classes {
  /** With how far its passages lay from each as time went on. */
  list(): { name: string; size: string; recordings: number; drift: object }[];
  rename(name: string, to: string): void;
  remove(name: string): void;
  /** Gives what was undone. */
  undo(): string;
  /** Passages that nobody named teach a class, where `apply` says so; else what that would bring. */
  refine(name: string, apply: boolean): Promise<object>;
  /** Files are gone when it resolves. */
  enrol(request: EnrolmentRequest, files: readonly string[]): Promise<object>;
}

const FILE_BYTES = 128 * 1024 * 1024;
const FILES = 10;
const FIELD_BYTES = 16 * 1024;
const BUSY = 'Another enrolment is under way.';

export const enrolmentBody = z.strictObject({
  name: z.string().min(1).max(64),
  size: z.enum(['big', 'small', 'none']),
  events: z.array(z.ulid()).max(50).default([]),
  dryRun: z.boolean().default(false),
});
export type EnrolmentRequest = z.infer<typeof enrolmentBody>;

/** What `POST …/refinement` takes. */
export const refinementBody = z.strictObject({ apply: z.boolean().default(false) });

export const renameBody = z.strictObject({ name: z.string() });

const named = z.object({ name: z.string() });

/** Vessel classes of the node, and teaching it new ones. */
export function classRoutes(classes: Classes): Routes {
  let busy = false;
  return async (server) => {
    await server.register(multipart, {
      limits: { fileSize: FILE_BYTES, files: FILES, fields: 1, fieldSize: FIELD_BYTES, parts: FILES + 1 },
    });
    server.get('/api/v1/classes', async () => ({ classes: classes.list() }));
    server.patch('/api/v1/classes/:name', async ({ params, body }) => {
      classes.rename(checked(named, params).name, checked(renameBody, body).name);
      return { classes: classes.list() };
    });
    server.delete('/api/v1/classes/:name', async ({ params }) => {
      classes.remove(checked(named, params).name);
      return { classes: classes.list() };
    });
    server.post('/api/v1/classes/:name/refinement', async ({ params, body }, reply) => {
      if (busy) return refuse(reply, 409, BUSY);
      busy = true;
      try {
        const { apply } = checked(refinementBody, body ?? {});
        return await classes.refine(checked(named, params).name, apply);
      } finally {
        busy = false;
      }
    });
    server.post('/api/v1/classes/undo', async () => ({ undone: classes.undo(), classes: classes.list() }));
    server.post('/api/v1/enrollments', { bodyLimit: FILES * FILE_BYTES }, async (request, reply) => {
      if (busy) return refuse(reply, 409, BUSY);
      busy = true;
      const folder = await mkdtemp(join(tmpdir(), 'hullprint-upload-'));
      try {
        const { body, files } = request.isMultipart()
          ? await uploaded(request, folder)
          : { body: request.body, files: [] };
        return await classes.enrol(checked(enrolmentBody, body), files);
      } finally {
        busy = false;
        await rm(folder, { recursive: true, force: true });
      }
    });
  };
}

/** Files go to disk under names of their own; what the sender calls them is never a path. */
async function uploaded(request: FastifyRequest, folder: string) {
  const files: string[] = [];
  let body: unknown;
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname === 'request') body = json(String(part.value));
      continue;
    }
    const path = join(folder, `recording-${files.length + 1}.wav`);
    await pipeline(part.file, createWriteStream(path));
    if (part.file.truncated) throw new BadRequest(`a recording may have ${FILE_BYTES / 2 ** 20} MB at most`);
    files.push(path);
  }
  return { body, files };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequest('request: not JSON');
  }
}
