-- Slices of factories of version 1 that are not just waiting for their first attempt. `number` is
-- in the calendar of the dataset, whose name is in lower case.
CREATE TABLE slices (
  factory INTEGER NOT NULL,
  dataset TEXT NOT NULL,
  number INTEGER NOT NULL,
  slice_start INTEGER NOT NULL,
  slice_end INTEGER NOT NULL,
  state TEXT NOT NULL,
  substate TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  until INTEGER,
  runs INTEGER NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (factory, dataset, number)
) STRICT, WITHOUT ROWID;

-- How often all slices of a factory (dataset ''), or of a dataset, were forgotten: the ids of later
-- runs are others.
CREATE TABLE slice_epochs (
  factory INTEGER NOT NULL,
  dataset TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  PRIMARY KEY (factory, dataset)
) STRICT, WITHOUT ROWID;

CREATE VIEW slice_history AS
SELECT dataset AS datasetName,
       strftime('%Y-%m-%dT%H:%M:%S', slice_start / 1000000, 'unixepoch')
         || printf('.%06dZ', slice_start % 1000000) AS sliceStart,
       strftime('%Y-%m-%dT%H:%M:%S', slice_end / 1000000, 'unixepoch')
         || printf('.%06dZ', slice_end % 1000000) AS sliceEnd,
       state, nullif(substate, '') AS substate, attempts, runs, nullif(message, '') AS message,
       strftime('%Y-%m-%dT%H:%M:%S', until / 1000000, 'unixepoch')
         || printf('.%06dZ', until % 1000000) AS nextAttempt,
       factories.factory
FROM slices JOIN factories ON factories.id = slices.factory;
