-- What has to be paid, one state with its evidence beside it. A hold names at most one bill. Times are UTC milliseconds of
-- domain time, but for checked_at, which bounds a button and follows real time.

CREATE TABLE bill (
    id {text} PRIMARY KEY,
    number {text} NOT NULL UNIQUE,
    application {text} NOT NULL,
    account {text} NOT NULL,
    payer {text} NOT NULL,
    booking {text},
    kind {text} NOT NULL CHECK (kind IN ('visit', 'penalty', 'difference')),
    amount {int} NOT NULL CHECK (amount >= 0),
    state {text} NOT NULL CHECK (state IN ('asked', 'payable', 'paid', 'expired', 'cancelled', 'unknown')),
    state_at {int} NOT NULL,
    asked_at {int} NOT NULL,
    seat_until {int} NOT NULL,
    in_flight {int} NOT NULL CHECK (in_flight IN (0, 1)),
    expires_at {int},
    code {text} UNIQUE,
    deadline {int},
    evidence {text} CHECK (evidence IN ('treasury', 'acquirer', 'nothing_due')),
    reference {text},
    ntb {text},
    agent {text},
    channel {text},
    paid_at {int},
    receipt {text} UNIQUE,
    choose_until {int},
    checked_at {int},
    version {int} NOT NULL,
    CHECK ((state = 'paid') = (evidence IS NOT NULL)),
    CHECK ((evidence IS NULL) = (paid_at IS NULL)),
    CHECK ((evidence IS NULL) = (receipt IS NULL)),
    CHECK (evidence IS NULL OR evidence = 'nothing_due' OR reference IS NOT NULL),
    CHECK (state <> 'payable' OR code IS NOT NULL),
    CHECK ((code IS NULL) = (deadline IS NULL)),
    CHECK (kind <> 'visit' OR booking IS NOT NULL)
) {strict};

CREATE UNIQUE INDEX bill_proof ON bill (reference) WHERE reference IS NOT NULL;

CREATE UNIQUE INDEX bill_booking ON bill (booking) WHERE booking IS NOT NULL;

CREATE INDEX bill_application ON bill (application, asked_at);

CREATE INDEX bill_running ON bill (state) WHERE state IN ('asked', 'payable');

CREATE INDEX bill_choose ON bill (choose_until) WHERE choose_until IS NOT NULL;

CREATE TABLE bill_line (
    bill {text} NOT NULL REFERENCES bill (id),
    seq {int} NOT NULL,
    tariff_code {text} NOT NULL,
    name_id {text} NOT NULL,
    name_en {text} NOT NULL,
    amount {int} NOT NULL,
    legal_basis {text} NOT NULL,
    PRIMARY KEY (bill, seq)
) {strict};
