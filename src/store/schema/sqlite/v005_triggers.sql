-- What a trigger must not forget: JSON. `factory` is the factory's resource id in lower case.
CREATE TABLE triggers (
  factory TEXT NOT NULL,
  trigger TEXT NOT NULL COLLATE NOCASE,
  state TEXT NOT NULL,
  PRIMARY KEY (factory, trigger)
) STRICT, WITHOUT ROWID;

-- Every firing of a trigger. Times are microseconds since 1970; properties and pipelines JSON.
CREATE TABLE trigger_runs (
  id INTEGER PRIMARY KEY,
  trigger_run_id TEXT NOT NULL UNIQUE,
  factory TEXT NOT NULL,
  trigger TEXT NOT NULL COLLATE NOCASE,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  message TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  properties TEXT NOT NULL,
  pipelines TEXT NOT NULL
) STRICT;
CREATE INDEX trigger_runs_of_factory ON trigger_runs (factory, started_at);
CREATE INDEX trigger_runs_of_trigger ON trigger_runs (factory, trigger, started_at);
