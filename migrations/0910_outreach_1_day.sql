-- Days on which officers of an office explain somewhere ("hari penyuluhan"), each with its counter of registered persons. What
-- an officer changed stands in information_day_change, so that a stale page can be told what changed meanwhile.

CREATE TABLE information_day (
    id {text} PRIMARY KEY,
    office {text} NOT NULL,
    kind {text} NOT NULL,
    audience {text} NOT NULL,
    tongue {text} NOT NULL,
    regency {text} NOT NULL,
    day {text} NOT NULL,
    start_minute {int} NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute {int} NOT NULL CHECK (end_minute BETWEEN 1 AND 1440),
    zone {text} NOT NULL,
    starts_at {int} NOT NULL,
    ends_at {int} NOT NULL,
    place {text} NOT NULL,
    directions {text} NOT NULL,
    officers {text} NOT NULL,
    note {text} NOT NULL,
    capacity {int} NOT NULL CHECK (capacity BETWEEN 1 AND 2000),
    taken {int} NOT NULL CHECK (taken >= 0),
    state {text} NOT NULL CHECK (state IN ('open', 'cancelled')),
    reason {text},
    version {int} NOT NULL,
    made_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    reminded_at {int},
    CHECK (start_minute < end_minute),
    CHECK (taken <= capacity),
    CHECK ((state = 'cancelled') = (reason IS NOT NULL))
) {strict};

CREATE INDEX information_day_calendar ON information_day (day, regency);
CREATE INDEX information_day_office ON information_day (office, day);
CREATE INDEX information_day_unreminded ON information_day (starts_at) WHERE reminded_at IS NULL AND state = 'open';

CREATE TABLE information_day_change (
    information_day {text} NOT NULL,
    version {int} NOT NULL,
    at {int} NOT NULL,
    officer {text} NOT NULL,
    fields {text} NOT NULL,
    PRIMARY KEY (information_day, version)
) {strict};
