-- What a copy moved, of its output; null where the output does not say.
ALTER TABLE activity_runs ADD COLUMN rows_moved INTEGER GENERATED ALWAYS AS
(CASE WHEN json_valid(output) THEN CAST(json_extract(output, '$.rowsCopied') AS INTEGER) END) VIRTUAL;
ALTER TABLE activity_runs ADD COLUMN bytes_moved INTEGER GENERATED ALWAYS AS
(CASE WHEN json_valid(output) THEN CAST(json_extract(output, '$.dataWritten') AS INTEGER) END) VIRTUAL;

-- Throughput: all that is asked for is in the index.
CREATE INDEX copies_by_end ON activity_runs (ended_at, rows_moved, bytes_moved)
WHERE type = 'Copy' AND status = 'Succeeded' AND recovered = 0;
