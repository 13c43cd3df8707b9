-- Reruns: `origin` is the run_id of the first of the runs that a run reruns, empty if it reruns none.
ALTER TABLE runs ADD COLUMN origin TEXT NOT NULL DEFAULT '';
-- What an activity that ran in a loop had for items, hashed; and whether it ran at all, or its
-- result was taken over from the run that this one reruns.
ALTER TABLE activity_runs ADD COLUMN iteration_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE activity_runs ADD COLUMN recovered INTEGER NOT NULL DEFAULT 0;
