-- One row for each accepted version of a paper. The row is written after its pages stand in the folder of papers.

CREATE TABLE paper (
    id {text} PRIMARY KEY,
    application {text} NOT NULL,
    code {text} NOT NULL,
    version {int} NOT NULL CHECK (version > 0),
    state {text} NOT NULL CHECK (state IN ('accepted', 'replaced')),
    kind {text} NOT NULL CHECK (kind IN ('jpeg', 'png', 'pdf')),
    digest {text} NOT NULL,
    original_bytes {int} NOT NULL CHECK (original_bytes > 0),
    stored_bytes {int} NOT NULL CHECK (stored_bytes > 0),
    pages {int} NOT NULL CHECK (pages > 0),
    hints {text} NOT NULL,
    uploaded_at {int} NOT NULL,
    replaced_at {int},
    kept {int} NOT NULL CHECK (kept IN (0, 1)),
    purge_at {int},
    purged_at {int},
    CHECK ((state = 'replaced') = (replaced_at IS NOT NULL)),
    CHECK (purged_at IS NULL OR purge_at IS NOT NULL),
    UNIQUE (application, code, version)
) {strict};

CREATE UNIQUE INDEX paper_one_current ON paper (application, code) WHERE state = 'accepted';

CREATE INDEX paper_to_purge ON paper (purge_at) WHERE purge_at IS NOT NULL AND purged_at IS NULL;
