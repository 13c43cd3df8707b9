-- Runs and what happened in them. Times are microseconds since 1970 (UTC); JSON is text.
CREATE TABLE definitions (
  hash TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  group_id TEXT NOT NULL,
  is_latest INTEGER NOT NULL,
  pipeline TEXT NOT NULL COLLATE NOCASE,
  status TEXT NOT NULL,
  message TEXT NOT NULL,
  parameters TEXT NOT NULL,
  invoked_by TEXT NOT NULL,
  annotations TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  updated_at INTEGER NOT NULL,
  parent_run_id TEXT NOT NULL,
  factory TEXT NOT NULL,
  definition TEXT NOT NULL REFERENCES definitions (hash),
  start TEXT NOT NULL,
  result TEXT NOT NULL DEFAULT 'null'
) STRICT;
CREATE INDEX runs_by_time ON runs (started_at);
CREATE INDEX runs_unfinished ON runs (id) WHERE ended_at IS NULL;
CREATE INDEX runs_by_group ON runs (group_id);

CREATE TABLE activity_runs (
  run INTEGER NOT NULL REFERENCES runs (id),
  sequence INTEGER NOT NULL,
  activity_run_id TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  attempt INTEGER NOT NULL,
  path TEXT NOT NULL,
  parent INTEGER NOT NULL,
  input TEXT NOT NULL,
  output TEXT NOT NULL,
  error TEXT NOT NULL,
  user_properties TEXT NOT NULL,
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

-- Events of runs that are not over; dropped when they are.
CREATE TABLE journal (
  run INTEGER NOT NULL REFERENCES runs (id),
  sequence INTEGER NOT NULL,
  event TEXT NOT NULL,
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

-- For people: `SELECT * FROM activity_history WHERE run_id = …`.
CREATE VIEW activity_history AS
SELECT runs.run_id, runs.pipeline, activity_runs.sequence, activity_runs.activity_run_id,
       activity_runs.name, activity_runs.type, activity_runs.status, activity_runs.attempt,
       activity_runs.path, datetime(activity_runs.started_at / 1000000, 'unixepoch') AS started,
       (activity_runs.ended_at - activity_runs.started_at) / 1000.0 AS duration_ms,
       activity_runs.input, activity_runs.output, activity_runs.error
FROM activity_runs JOIN runs ON runs.id = activity_runs.run;
