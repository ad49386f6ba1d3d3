-- The file of one applicant at the counter, one state with its evidence beside it. Times are UTC milliseconds of domain time.

CREATE TABLE case_file (
    id {text} PRIMARY KEY,
    application {text} NOT NULL,
    booking {text} NOT NULL UNIQUE,
    office {text} NOT NULL,
    day {text} NOT NULL,
    lane {text} NOT NULL,
    queue {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('checked_in', 'papers_pending', 'awaiting_difference', 'interview', 'adjudication', 'printing', 'printed', 'ready', 'collected', 'rejected', 'void')),
    state_at {int} NOT NULL,
    arrived_at {int} NOT NULL,
    papers_until {int},
    bill {text},
    interview {text},
    biometrics {text},
    booklet {text} UNIQUE,
    collector {text} CHECK (collector IN ('self', 'family', 'proxy')),
    collector_name {bytes},
    reason {text},
    assigned {text},
    version {int} NOT NULL,
    UNIQUE (office, day, queue),
    CHECK ((state = 'papers_pending') = (papers_until IS NOT NULL)),
    CHECK (state <> 'awaiting_difference' OR bill IS NOT NULL),
    CHECK ((state IN ('printed', 'ready', 'collected')) = (booklet IS NOT NULL)),
    CHECK ((state = 'collected') = (collector IS NOT NULL)),
    CHECK ((state IN ('rejected', 'void')) = (reason IS NOT NULL))
) {strict};

CREATE UNIQUE INDEX case_file_live ON case_file (application) WHERE state NOT IN ('collected', 'rejected', 'void');

CREATE INDEX case_file_work ON case_file (office, state, arrived_at);

CREATE INDEX case_file_application ON case_file (application, arrived_at);

CREATE INDEX case_file_papers ON case_file (papers_until) WHERE papers_until IS NOT NULL;

CREATE INDEX case_file_bill ON case_file (bill) WHERE bill IS NOT NULL;
