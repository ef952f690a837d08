/**
 * The collector's schema in PostgreSQL, one step an entry, in the schema `hullprint`; `hullprint.steps` counts those
 * taken. Released steps are never changed, only followed by others.
 */
export const steps: readonly string[] = [
  `
  -- One row a node, by the topic that its own begin with: its status says no name.
  CREATE TABLE hullprint.nodes (
    base text PRIMARY KEY,
    node text,
    status text,
    info jsonb,
    health jsonb,
    heard timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE hullprint.states (
    node text NOT NULL,
    channel text NOT NULL,
    since timestamptz NOT NULL,
    state jsonb NOT NULL,
    PRIMARY KEY (node, channel)
  );

  -- What was said of passages, each message once: one that equals an earlier one but for "replayed" is a repeat.
  CREATE TABLE hullprint.events (
    id text NOT NULL,
    said text NOT NULL GENERATED ALWAYS AS (md5((message - 'replayed')::text)) STORED,
    node text NOT NULL,
    channel text NOT NULL,
    phase smallint NOT NULL, -- 0 new, 1 update, 2 end
    start timestamptz NOT NULL,
    windows integer NOT NULL,
    message jsonb NOT NULL,
    received timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (id, said)
  );
  CREATE INDEX events_by_progress ON hullprint.events (id, phase, windows);
  CREATE INDEX events_by_start ON hullprint.events (start);

  -- Each passage once, as it was last said to be.
  CREATE VIEW hullprint.passages AS
  SELECT DISTINCT ON (id)
    id, node, channel, start,
    (message->>'end')::timestamptz AS "end",
    phase < 2 AS open,
    message->>'size' AS size,
    (message->>'confidence')::real AS confidence,
    message#>>'{vesselClass,name}' AS "vesselClass",
    (message#>>'{evidence,spl,db}')::real AS "splDb",
    message#>>'{evidence,spl,reference}' AS reference,
    (message#>>'{evidence,closestApproach}')::timestamptz AS "closestApproach",
    (message#>>'{evidence,shaftHz}')::real AS "shaftHz",
    (message#>>'{evidence,bladeCount}')::integer AS "bladeCount",
    (message#>>'{evidence,snrDb}')::real AS "snrDb",
    windows,
    message->>'model' AS model,
    message->>'classes' AS classes,
    message->>'clip' AS clip,
    message->'ais' AS ais,
    (message->>'clockSynchronised')::boolean AS "clockSynchronised",
    message
  FROM hullprint.events
  ORDER BY id, phase DESC, windows DESC, received DESC;

  CREATE TABLE hullprint.levels (
    node text NOT NULL,
    channel text NOT NULL,
    start timestamptz NOT NULL,
    "end" timestamptz NOT NULL,
    reference text NOT NULL,
    "splDb" real,
    p10 real,
    p50 real,
    p90 real,
    "centreHz" real[] NOT NULL,
    "levelDb" real[] NOT NULL,
    PRIMARY KEY (node, channel, start)
  );
  CREATE TABLE hullprint.effort (
    node text NOT NULL,
    channel text NOT NULL,
    start timestamptz NOT NULL,
    "end" timestamptz NOT NULL,
    "secondsHeard" real NOT NULL,
    gaps jsonb NOT NULL,
    PRIMARY KEY (node, channel, start)
  );
  `,
];

/** Tables that grow without end: hypertables by their `start` where TimescaleDB is there. */
export const growing: readonly string[] = ['hullprint.levels', 'hullprint.effort'];
