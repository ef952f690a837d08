/**
 * The database's schema, one step an entry; `PRAGMA user_version` counts the steps taken. Steps that were
 * released are never changed, only followed by others.
 */
export const migrations: readonly string[] = [
  `
  -- What the broker has not acknowledged yet, in the order it is sent. AUTOINCREMENT: a number is never used twice.
  CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    payload TEXT NOT NULL,
    qos INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    createdMs INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX outbox_by_kind ON outbox (kind, seq);

  -- Kept by the triggers below, so that bounds cost no count over the whole outbox.
  CREATE TABLE outbox_totals (
    kind TEXT PRIMARY KEY,
    rows INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    dropped INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO outbox_totals (kind) VALUES ('levels'), ('effort'), ('event');
  CREATE TRIGGER outbox_grows AFTER INSERT ON outbox BEGIN
    UPDATE outbox_totals SET rows = rows + 1, bytes = bytes + NEW.bytes WHERE kind = NEW.kind;
  END;
  CREATE TRIGGER outbox_shrinks AFTER DELETE ON outbox BEGIN
    UPDATE outbox_totals SET rows = rows - 1, bytes = bytes - OLD.bytes WHERE kind = OLD.kind;
  END;

  -- Passages that have begun and not ended: a row lives from the event 'new' to the event 'end'.
  CREATE TABLE passages (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    phase TEXT NOT NULL,
    event TEXT NOT NULL,
    heardUntilMs INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What each channel has learnt of its recorder: what it takes off now, and what it learns from.
  CREATE TABLE recorders (channel TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
  CREATE TABLE recorder_evidence (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    timeMs INTEGER NOT NULL,
    features TEXT NOT NULL
  ) STRICT;
  CREATE INDEX recorder_evidence_by_kind ON recorder_evidence (channel, kind, id);
  `,
  `
  -- Recordings that classes are taught from. Never changed and never deleted: older revisions name them too.
  CREATE TABLE enrolled_recordings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file TEXT NOT NULL,
    audio TEXT NOT NULL,
    seconds REAL NOT NULL,
    sampleRateHz REAL NOT NULL,
    model TEXT NOT NULL,
    embeddings TEXT NOT NULL,
    findings TEXT NOT NULL,
    enrolledMs INTEGER NOT NULL
  ) STRICT;

  -- The classes after each change, whole: the last row counts, and every earlier one is a way back.
  CREATE TABLE class_revisions (
    revision INTEGER PRIMARY KEY AUTOINCREMENT,
    timeMs INTEGER NOT NULL,
    change TEXT NOT NULL,
    classes TEXT NOT NULL,
    undoTo INTEGER NOT NULL
  ) STRICT;
  `,
];
