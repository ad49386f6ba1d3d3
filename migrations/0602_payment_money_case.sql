-- Money that needs a person's decision. Evidence holds codes, numbers and times, no personal data. Money without a number (a
-- bill of nothing) is told apart by its bill.

CREATE TABLE money_case (
    id {text} PRIMARY KEY,
    kind {text} NOT NULL CHECK (kind IN ('late', 'double', 'wrong_amount', 'unknown', 'reversed', 'changed')),
    bill {text} REFERENCES bill (id),
    application {text},
    ntpn {text} NOT NULL,
    amount {int} NOT NULL,
    evidence {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('open', 'closed')),
    opened_at {int} NOT NULL,
    closed_at {int},
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK (ntpn <> '' OR bill IS NOT NULL)
) {strict};

CREATE UNIQUE INDEX money_case_once ON money_case (kind, ntpn) WHERE ntpn <> '';

CREATE UNIQUE INDEX money_case_once_of_bill ON money_case (kind, bill) WHERE ntpn = '';

CREATE INDEX money_case_bill ON money_case (bill) WHERE bill IS NOT NULL;

CREATE INDEX money_case_application ON money_case (application) WHERE application IS NOT NULL;

CREATE INDEX money_case_ntpn ON money_case (ntpn) WHERE state = 'open';

CREATE INDEX money_case_state ON money_case (state, opened_at);
