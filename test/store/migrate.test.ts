import Database from 'libsql';
import { expect, test } from 'vitest';
import { migrate, schemaVersion } from '../../src/store/migrate.js';
import { type Migration, migrations } from '../../src/store/migrations.js';

const NEWEST = migrations.length;

/** Tables, indexes and triggers, and how many rows each table has. */
function contents(database: Database.Database) {
  const objects = database
    .prepare("SELECT name, type FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .all() as { name: string; type: string }[];
  return objects.map(({ name, type }) => {
    const { rows } =
      type === 'table'
        ? (database.prepare(`SELECT count(*) AS rows FROM ${name}`).get() as { rows: number })
        : { rows: null };
    return [name, rows];
  });
}

/** One row in every table that has none. */
function fill(database: Database.Database): void {
  for (const [name, rows] of contents(database)) {
    if (rows !== 0) continue;
    const columns = database.pragma(`table_info(${name})`) as { name: string; type: string }[];
    const value = { TEXT: "'kept'", INTEGER: 7, REAL: 0.5, BLOB: "x'01'" } as Record<string, string | number>;
    database.exec(`INSERT INTO ${name} VALUES (${columns.map(({ type }) => value[type]).join(', ')})`);
  }
}

test.each(Array.from({ length: NEWEST }, (_, i) => i + 1))(
  'from schema %i up to the newest and back and up again nothing is lost',
  (oldest) => {
    const database = new Database(':memory:');
    const older = migrations.slice(0, oldest);
    migrate('there', database, older);
    fill(database);
    const before = contents(database).filter(([name]) => name !== 'schema_steps');

    migrate('there', database);
    expect(schemaVersion(database)).toBe(NEWEST);
    expect(contents(database)).toEqual(expect.arrayContaining(before));
    fill(database);
    const newest = contents(database);

    migrate('there', database, older);
    expect(schemaVersion(database)).toBe(oldest);
    expect(contents(database)).toEqual(expect.arrayContaining(before));

    migrate('there', database);
    expect(contents(database)).toEqual(newest);
  },
);

test('what a step changed is changed back by the way back that lies in the database', () => {
  const database = new Database(':memory:');
  const renaming: Migration = {
    up: 'ALTER TABLE recorders RENAME COLUMN state TO held',
    down: 'ALTER TABLE recorders RENAME COLUMN held TO state',
  };
  migrate('there', database, [...migrations, renaming]);
  database.exec("INSERT INTO recorders (channel, held) VALUES ('north', '{}')");
  migrate('there', database);
  expect(database.prepare('SELECT state FROM recorders').get()).toMatchObject({ state: '{}' });
});

test('a step that fails half-way, up or down, leaves the schema and the rows that were there', () => {
  const broken = { up: 'DELETE FROM outbox_totals; CREATE TABLE half (x); SELECT no FROM nowhere', down: '' };
  const database = new Database(':memory:');
  migrate('there', database);
  const before = contents(database);
  expect(() => migrate('there', database, [...migrations, broken])).toThrow('nowhere');
  expect([schemaVersion(database), contents(database)]).toEqual([NEWEST, before]);

  const noWayBack = { up: 'CREATE TABLE whole (x)', down: broken.up };
  migrate('there', database, [...migrations, noWayBack]);
  const newer = contents(database);
  expect(() => migrate('there', database)).toThrow('nowhere');
  expect([schemaVersion(database), contents(database)]).toEqual([NEWEST + 1, newer]);
});

test('where the way back is not known for every step, none is taken', () => {
  const database = new Database(':memory:');
  migrate('there', database);
  database.exec(`PRAGMA user_version = ${NEWEST + 1}`);
  expect(() => migrate('there', database)).toThrow(
    `it has schema ${NEWEST + 1}, this hullprint knows up to ${NEWEST}`,
  );
});
