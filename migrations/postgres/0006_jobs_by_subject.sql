-- The open jobs of a subject, found by it: an index that begins with the kind looks to a planner much like the one of
-- jobs that are due, which is walked job by job. Unique as before: a promise is made once while it is open.
CREATE UNIQUE INDEX jobs_of_subject ON jobs (subject, kind) WHERE NOT dead;
DROP INDEX jobs_open;
