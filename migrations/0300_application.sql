-- An application for a passport: one state with the evidence of that state beside it, and nothing else.

CREATE TABLE application (
    id {text} PRIMARY KEY,
    number {text} NOT NULL UNIQUE,
    account {text} NOT NULL,
    person {text} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('new', 'replacement')),
    lang {text} NOT NULL,
    office {text},
    passport_type {text},
    nik_hash {text},
    flags {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('draft', 'awaiting_payment', 'expired', 'cancelled', 'choose_date',
        'money_case', 'scheduled', 'in_office', 'ready', 'collected', 'rejected', 'missed', 'given_back', 'void')),
    state_at {int} NOT NULL,
    bill {text},
    booking {text},
    choose_until {int},
    money_case {text},
    office_case {text},
    office_step {text},
    reason {text},
    visit_day {text},
    visit_zone {text},
    version {int} NOT NULL,
    created_at {int} NOT NULL,
    submitted_at {int},
    CHECK (length(number) = 16),
    CHECK ((state = 'awaiting_payment') = (bill IS NOT NULL)),
    CHECK ((state IN ('awaiting_payment', 'scheduled')) = (booking IS NOT NULL)),
    CHECK ((state = 'choose_date') = (choose_until IS NOT NULL)),
    CHECK ((state = 'money_case') = (money_case IS NOT NULL)),
    CHECK ((state = 'in_office') = (office_case IS NOT NULL)),
    CHECK ((state = 'in_office') = (office_step IS NOT NULL)),
    CHECK ((state IN ('rejected', 'void')) = (reason IS NOT NULL)),
    CHECK ((visit_day IS NULL) = (visit_zone IS NULL)),
    CHECK (state IN ('draft', 'cancelled') OR submitted_at IS NOT NULL)
) {strict};

CREATE INDEX application_account ON application (account, created_at);

CREATE INDEX application_nik ON application (nik_hash) WHERE nik_hash IS NOT NULL;
