-- Money that needs a person's decision. Evidence holds codes, numbers and times, no personal data.

CREATE TABLE money_case (
    id {text} PRIMARY KEY,
    kind {text} NOT NULL CHECK (kind IN ('late', 'double', 'wrong_amount', 'unknown', 'reversed')),
    bill {text} REFERENCES bill (id),
    application {text},
    ntpn {text} NOT NULL,
    amount {int} NOT NULL,
    evidence {text} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('open', 'closed')),
    opened_at {int} NOT NULL,
    closed_at {int},
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) {strict};

CREATE UNIQUE INDEX money_case_once ON money_case (kind, ntpn);

CREATE INDEX money_case_bill ON money_case (bill) WHERE bill IS NOT NULL;

CREATE INDEX money_case_state ON money_case (state, opened_at);
