import pg from 'pg';
import { ExitCode, HullprintError } from '../errors.js';
import type { Insert } from './insert.js';
import { growing, steps } from './schema.js';

/** Any number, the same for all collectors: who builds tables waits for whoever builds them. */
const BUILDING = 7_480_133;
const CONNECT_TIMEOUT_MS = 15_000;
/** SQLSTATE classes that say that the row, not the server, is to blame: data exception, integrity violation. */
const OF_THE_ROW = /^(22|23)/;
/** SQLSTATE classes that no waiting mends: authorization, no such database, no such role's right. */
const OF_THE_SETUP = /^(28|3D|42501)/;

/** A row that this database will never take. */
export class RowRefused extends Error {}

/** One connection to PostgreSQL, from `open` until it breaks or is closed. */
export class Database {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /**
   * Connects, and builds or extends the tables. What the URL leaves out comes from PGHOST, PGPASSWORD and the like.
   *
   * @param onLost called when the server is gone, whatever the connection was doing
   * @throws HullprintError 78 when it must be set up otherwise, 69 when it is out of reach
   */
  static async open(url: string | undefined, onLost: (reason: string) => void): Promise<Database> {
    const client = clientOf(url);
    client.on('error', (error) => onLost(error.message));
    client.once('end', () => onLost('PostgreSQL closed the connection'));
    try {
      await client.connect();
      await build(client);
    } catch (cause) {
      await client.end().catch(() => {});
      throw databaseError(client, cause as Error & { code?: string });
    }
    return new Database(client);
  }

  /** Resolves when the row is on the server's disk. Throws `RowRefused`, or what broke the connection. */
  async write({ text, values }: Insert): Promise<void> {
    try {
      await this.#client.query(text, values);
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      throw OF_THE_ROW.test(code ?? '') ? new RowRefused(message) : error;
    }
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => {});
  }
}

function clientOf(url: string | undefined): pg.Client {
  try {
    return new pg.Client({
      ...(url && { connectionString: url }),
      application_name: 'hullprint collect',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
  } catch (cause) {
    throw new HullprintError({
      operation: 'use',
      subject: 'the address of the database',
      reason: (cause as Error).message,
      hint: 'Write postgresql://user@host:5432/database',
      exitCode: ExitCode.usage,
      cause,
    });
  }
}

async function build(client: pg.Client): Promise<void> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [BUILDING]);
  const { rows: found } = await client.query(`SELECT to_regclass('hullprint.steps') IS NOT NULL AS built`);
  if (!found[0].built)
    await client.query('CREATE SCHEMA IF NOT EXISTS hullprint; CREATE TABLE hullprint.steps (taken integer)');
  const { rows } = await client.query('SELECT coalesce(max(taken), 0) AS taken FROM hullprint.steps');
  for (let step = rows[0].taken; step < steps.length; step++) {
    await client.query(steps[step]!);
    await client.query('INSERT INTO hullprint.steps VALUES ($1)', [step + 1]);
  }
  const { rowCount: timescale } = await client.query(
    `SELECT FROM pg_extension WHERE extname = 'timescaledb'`,
  );
  if (timescale)
    for (const table of growing)
      await client.query(
        `SELECT create_hypertable($1::regclass, 'start', if_not_exists => true, migrate_data => true)`,
        [table],
      );
  await client.query('COMMIT');
}

function databaseError(client: pg.Client, cause: Error & { code?: string }): HullprintError {
  const setup = OF_THE_SETUP.test(cause.code ?? '');
  return new HullprintError({
    operation: 'use database',
    subject: `${client.database} on ${client.host}:${client.port} as ${client.user}`,
    reason: cause.message || String(cause.code),
    hint: setup
      ? 'See that the role may log in, the database exists and the role may create a schema in it'
      : 'See that PostgreSQL runs there and can be reached',
    exitCode: setup ? ExitCode.configuration : ExitCode.unavailable,
    cause,
  });
}
