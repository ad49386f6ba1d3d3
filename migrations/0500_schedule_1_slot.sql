-- What an office can seat: slots with their counter, and what closes them.

CREATE TABLE slot (
    id {text} PRIMARY KEY,
    office {text} NOT NULL,
    day {text} NOT NULL,
    start_minute {int} NOT NULL CHECK (start_minute BETWEEN 0 AND 1439),
    end_minute {int} NOT NULL CHECK (end_minute BETWEEN 1 AND 1440),
    lane {text} NOT NULL,
    type_group {text} NOT NULL,
    zone {text} NOT NULL,
    starts_at {int} NOT NULL,
    capacity {int} NOT NULL CHECK (capacity >= 0),
    taken {int} NOT NULL CHECK (taken >= 0),
    overbooked {int} NOT NULL CHECK (overbooked >= 0),
    state {text} NOT NULL CHECK (state IN ('open', 'closed')),
    reason {text},
    version {int} NOT NULL,
    CHECK (start_minute < end_minute),
    CHECK (taken <= capacity + overbooked),
    CHECK ((state = 'closed') = (reason IS NOT NULL))
) {strict};

CREATE UNIQUE INDEX slot_session ON slot (office, type_group, lane, day, start_minute);

-- how far an office's calendar is open, so that keeping it rolling writes only what is new
CREATE TABLE calendar_span (
    office {text} PRIMARY KEY,
    open_until {text} NOT NULL
) {strict};

-- days without service at one office, also days that are not open yet
CREATE TABLE calendar_closure (
    office {text} NOT NULL,
    day {text} NOT NULL,
    reason {text} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (office, day)
) {strict};

-- a group of passport types that an office cannot offer now
CREATE TABLE calendar_pause (
    office {text} NOT NULL,
    type_group {text} NOT NULL,
    reason {text} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (office, type_group)
) {strict};
