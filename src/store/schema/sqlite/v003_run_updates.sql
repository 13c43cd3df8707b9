-- For queries of a narrow window of time, which few runs of a long history are in.
CREATE INDEX runs_by_update ON runs (factory, updated_at);
