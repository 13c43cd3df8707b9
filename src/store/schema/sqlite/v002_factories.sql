-- Factories of a service and what is in them. `factory` is the factory's resource id in lower case;
-- the factory itself is the row of kind 'factory'. Documents are JSON, sealed where they hold
-- secrets.
CREATE TABLE resources (
  factory TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE,
  id TEXT NOT NULL,
  etag TEXT NOT NULL,
  document TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (factory, kind, name)
) STRICT, WITHOUT ROWID;

-- What queries of a factory's runs filter and sort by.
CREATE INDEX runs_of_factory ON runs (factory, started_at);
CREATE INDEX runs_of_pipeline ON runs (factory, pipeline, started_at);
CREATE INDEX runs_by_status ON runs (factory, status, started_at);
