/** One step of the schema. */
export interface Migration {
  /** Runs also where `down` had left something of it. */
  up: string;
  /**
   * Makes the schema fit for a hullprint that does not know this step; it lies in the database, where that one finds
   * it. Empty where the step only adds: what an older hullprint does not know it leaves alone, and nothing is lost.
   */
  down: string;
}

/**
 * The database's schema, one step an entry; `PRAGMA user_version` counts the steps taken. What a released step makes
 * is never changed, only followed by others.
 */
export const migrations: readonly Migration[] = [
  {
    up: `
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
    down: '',
  },
  {
    up: `
  -- What each channel has learnt of its recorder: what it takes off now, and what it learns from.
  CREATE TABLE IF NOT EXISTS recorders (channel TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS recorder_evidence (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    timeMs INTEGER NOT NULL,
    features TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS recorder_evidence_by_kind ON recorder_evidence (channel, kind, id);
  `,
    down: '',
  },
  {
    up: `
  -- Recordings that classes are taught from. Never changed and never deleted: older revisions name them too.
  CREATE TABLE IF NOT EXISTS enrolled_recordings (
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
  CREATE TABLE IF NOT EXISTS class_revisions (
    revision INTEGER PRIMARY KEY AUTOINCREMENT,
    timeMs INTEGER NOT NULL,
    change TEXT NOT NULL,
    classes TEXT NOT NULL,
    undoTo INTEGER NOT NULL
  ) STRICT;
  `,
    down: '',
  },
  {
    up: `
  -- Every passage that was ever announced, as it was last said to be, and what a person says of it.
  CREATE TABLE IF NOT EXISTS history_passages (
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
  CREATE INDEX IF NOT EXISTS history_by_start ON history_passages (startMs, id);
  CREATE INDEX IF NOT EXISTS history_by_channel ON history_passages (channel, startMs, id);
  CREATE INDEX IF NOT EXISTS history_by_size ON history_passages (size, startMs, id);
  CREATE INDEX IF NOT EXISTS history_by_class ON history_passages (className, startMs, id);

  -- How the verdict on a passage went.
  CREATE TABLE IF NOT EXISTS history_verdicts (
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
  CREATE TABLE IF NOT EXISTS history_levels (
    channel TEXT NOT NULL,
    minute INTEGER NOT NULL,
    calibrated INTEGER NOT NULL,
    seconds REAL NOT NULL,
    power REAL NOT NULL,
    tens BLOB NOT NULL,
    bands BLOB NOT NULL,
    PRIMARY KEY (channel, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS history_effort (
    channel TEXT NOT NULL,
    startMs INTEGER NOT NULL,
    endMs INTEGER NOT NULL,
    secondsHeard REAL NOT NULL,
    gaps TEXT,
    PRIMARY KEY (channel, startMs)
  ) STRICT, WITHOUT ROWID;

  -- Sums by hour of both, so that ten years are as quick as a day.
  CREATE TABLE IF NOT EXISTS history_hours (
    channel TEXT NOT NULL,
    hour INTEGER NOT NULL,
    calibrated INTEGER NOT NULL DEFAULT 0,
    seconds REAL NOT NULL DEFAULT 0,
    energy REAL NOT NULL DEFAULT 0,
    secondsHeard REAL NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, hour)
  ) STRICT, WITHOUT ROWID;

  -- Where the band levels lie: the centres of a channel's decidecades, Hz, as JSON.
  CREATE TABLE IF NOT EXISTS history_bands (channel TEXT PRIMARY KEY, centreHz TEXT NOT NULL) STRICT;

  -- The sound of passages, in the folder clips/. done: 0 while it is written.
  CREATE TABLE IF NOT EXISTS clips (
    id TEXT PRIMARY KEY,
    file TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    startMs INTEGER NOT NULL,
    madeMs INTEGER NOT NULL,
    sampleRateHz REAL NOT NULL,
    bytes INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS clips_by_age ON clips (madeMs);
  `,
    down: '',
  },
  {
    up: `
  -- The DEMON spectrum of a passage: width of a bin in Hz, 10 log10 of the powers as 16-bit integers in 0.01 dB.
  CREATE TABLE IF NOT EXISTS history_demon (
    id TEXT PRIMARY KEY,
    binHz REAL NOT NULL,
    levels BLOB NOT NULL
  ) STRICT;
  `,
    down: '',
  },
  {
    up: `
  -- Stretches of time, by the system's clock as it was, in which it was not synchronised. offsetMs: the clock less the
  -- time since boot.
  CREATE TABLE IF NOT EXISTS unsure_times (
    boot TEXT NOT NULL,
    startMs INTEGER NOT NULL,
    endMs INTEGER NOT NULL,
    offsetMs REAL NOT NULL,
    PRIMARY KEY (boot, startMs)
  ) STRICT;
  `,
    down: '',
  },
  {
    up: `
  -- What tells that another recording holds the same sound, [seconds][bands] as 8-bit integers.
  CREATE TABLE IF NOT EXISTS recording_fingerprints (
    id INTEGER PRIMARY KEY,
    bands INTEGER NOT NULL,
    levels BLOB NOT NULL
  ) STRICT;
  `,
    down: '',
  },
  {
    up: `
  -- Where passages lie in the embedding of the model that judged them: float32, the mean of their windows.
  CREATE TABLE IF NOT EXISTS history_embeddings (
    id TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    vector BLOB NOT NULL
  ) STRICT;
  `,
    down: '',
  },
  {
    up: `
  -- The sound of enrolled recordings, 16-bit integers of one channel, for a model that embeds it otherwise.
  CREATE TABLE IF NOT EXISTS enrolled_sounds (
    id INTEGER PRIMARY KEY,
    sampleRateHz REAL NOT NULL,
    samples BLOB NOT NULL
  ) STRICT;
  `,
    down: '',
  },
  {
    up: `
  -- Enrolled recordings that a channel of the node heard, and what they tell of its recorder.
  CREATE TABLE IF NOT EXISTS recording_sites (
    id INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    features TEXT NOT NULL
  ) STRICT;
  `,
    down: '',
  },
];
