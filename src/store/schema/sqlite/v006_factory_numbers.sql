-- A factory's id is long and stood in each run and five times in its indexes: now a number does.
CREATE TABLE factories (
  id INTEGER PRIMARY KEY,
  factory TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO factories (factory) SELECT factory FROM runs UNION SELECT factory FROM trigger_runs;

DROP INDEX runs_of_factory;
DROP INDEX runs_of_pipeline;
DROP INDEX runs_by_status;
DROP INDEX runs_by_update;
ALTER TABLE runs ADD COLUMN in_factory INTEGER NOT NULL DEFAULT 0;
UPDATE runs SET in_factory = (SELECT id FROM factories WHERE factories.factory = runs.factory);
ALTER TABLE runs DROP COLUMN factory;
ALTER TABLE runs RENAME COLUMN in_factory TO factory;

DROP INDEX trigger_runs_of_factory;
DROP INDEX trigger_runs_of_trigger;
ALTER TABLE trigger_runs ADD COLUMN in_factory INTEGER NOT NULL DEFAULT 0;
UPDATE trigger_runs
SET in_factory = (SELECT id FROM factories WHERE factories.factory = trigger_runs.factory);
ALTER TABLE trigger_runs DROP COLUMN factory;
ALTER TABLE trigger_runs RENAME COLUMN in_factory TO factory;

-- For each filter and order of queries: rows come in the order of pages, and are looked up only if
-- they were updated in the window that is asked for.
CREATE INDEX runs_of_factory ON runs (factory, started_at, id, updated_at);
CREATE INDEX runs_of_pipeline ON runs (factory, pipeline, started_at, id, updated_at);
CREATE INDEX runs_by_status ON runs (factory, status, started_at, id, updated_at);
CREATE INDEX runs_of_pipeline_by_status
ON runs (factory, pipeline, status, started_at, id, updated_at);
CREATE INDEX runs_by_end ON runs (factory, coalesce(ended_at, 9223372036854775807), id, updated_at);
-- For queries of a narrow window of time, which few runs of a long history are in.
CREATE INDEX runs_by_update ON runs (factory, updated_at);
CREATE INDEX trigger_runs_of_factory ON trigger_runs (factory, started_at, id, updated_at);
CREATE INDEX trigger_runs_of_trigger ON trigger_runs (factory, trigger, started_at, id, updated_at);
CREATE INDEX trigger_runs_by_status ON trigger_runs (factory, status, started_at, id, updated_at);
