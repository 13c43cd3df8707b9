-- Who may ask a service, and what was asked. A file of its own beside the runs.
CREATE TABLE principals (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  secret_hash TEXT NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  roles TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT, WITHOUT ROWID;

-- Sealed where it holds secrets.
CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Each record's hash is over the one before it: none can be changed, removed or put in between
-- unseen. Times are microseconds since 1970.
CREATE TABLE audit (
  sequence INTEGER NOT NULL PRIMARY KEY,
  time INTEGER NOT NULL,
  principal_id TEXT NOT NULL,
  principal TEXT NOT NULL,
  remote TEXT NOT NULL,
  operation TEXT NOT NULL,
  action TEXT NOT NULL,
  scope TEXT NOT NULL,
  status INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_is_not_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;

