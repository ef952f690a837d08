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
  `
  -- Every passage that was ever announced, as it was last said to be, and what a person says of it.
  CREATE TABLE history_passages (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    startMs INTEGER NOT NULL,
    size TEXT NOT NULL,
    className TEXT,
    confidence REAL NOT NULL,
    event TEXT NOT NULL,
    review TEXT,
    reviewName TEXT,
    reviewedMs INTEGER
  ) STRICT;
  CREATE INDEX history_by_start ON history_passages (startMs, id);
  CREATE INDEX history_by_channel ON history_passages (channel, startMs, id);
  CREATE INDEX history_by_size ON history_passages (size, startMs, id);
  CREATE INDEX history_by_class ON history_passages (className, startMs, id);

  -- How the verdict on a passage went.
  CREATE TABLE history_verdicts (
    id TEXT NOT NULL,
    windows INTEGER NOT NULL,
    phase TEXT NOT NULL,
    saidMs INTEGER NOT NULL,
    size TEXT NOT NULL,
    confidence REAL NOT NULL,
    className TEXT,
    PRIMARY KEY (id, windows, phase)
  ) STRICT, WITHOUT ROWID;

  -- Levels by minute. power: mean square re the reference; tens: six levels of ten seconds, bands: decidecades, both
  -- as 16-bit integers in 0.01 dB.
  CREATE TABLE history_levels (
    channel TEXT NOT NULL,
    minute INTEGER NOT NULL,
    calibrated INTEGER NOT NULL,
    seconds REAL NOT NULL,
    power REAL NOT NULL,
    tens BLOB NOT NULL,
    bands BLOB NOT NULL,
    PRIMARY KEY (channel, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE history_effort (
    channel TEXT NOT NULL,
    startMs INTEGER NOT NULL,
    endMs INTEGER NOT NULL,
    secondsHeard REAL NOT NULL,
    gaps TEXT,
    PRIMARY KEY (channel, startMs)
  ) STRICT, WITHOUT ROWID;

  -- Sums by hour of both, so that ten years are as quick as a day.
  CREATE TABLE history_hours (
    channel TEXT NOT NULL,
    hour INTEGER NOT NULL,
    calibrated INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    energy REAL NOT NULL DEFAULT 0,
    secondsHeard REAL NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, hour)
  ) STRICT, WITHOUT ROWID;

  -- Where the band levels lie: the centres of a channel's decidecades, Hz, as JSON.
  CREATE TABLE history_bands (channel TEXT PRIMARY KEY, centreHz TEXT NOT NULL) STRICT;

  -- The sound of passages, in the folder clips/. done: 0 while it is written.
  CREATE TABLE clips (
    id TEXT PRIMARY KEY,
    file TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    startMs INTEGER NOT NULL,
    madeMs INTEGER NOT NULL,
    sampleRateHz REAL NOT NULL,
    bytes INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX clips_by_age ON clips (madeMs);
  `,
];
