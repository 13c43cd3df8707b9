-- Files of stores that are watched for BlobEventsTriggers, as they were when last looked at. `watch`
-- is in the state of its trigger; another `stamp` is another state of the file.
CREATE TABLE watched_files (
  watch TEXT NOT NULL,
  path TEXT NOT NULL,
  stamp TEXT NOT NULL,
  PRIMARY KEY (watch, path)
) STRICT, WITHOUT ROWID;
