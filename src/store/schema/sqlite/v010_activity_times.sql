-- What ran last in any run, page by page.
CREATE INDEX activity_runs_by_start ON activity_runs (started_at);
