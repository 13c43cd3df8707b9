-- For a PostgreSQL server in place of the stand-in: the procedure that stores the new mark.
CREATE SCHEMA IF NOT EXISTS dbo;
CREATE OR REPLACE PROCEDURE dbo.store_mark(table_name text, mark timestamp) LANGUAGE plpgsql AS $$
BEGIN
  UPDATE dbo.watermark SET mark = $2 WHERE watermark.table_name = $1;
END $$;
