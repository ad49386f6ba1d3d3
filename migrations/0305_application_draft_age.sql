-- When an application was last touched by its owner, and when she was told that the draft will be thrown away. Rows from
-- before have neither: they count from when they were made.

ALTER TABLE application ADD COLUMN touched_at {int};

ALTER TABLE application ADD COLUMN warned_at {int};

CREATE INDEX application_unsent ON application (id) WHERE submitted_at IS NULL;
