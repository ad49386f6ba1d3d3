-- A sixth reason: money for what was sent before the application was changed. Money without a number (a bill of nothing) is
-- told apart by its bill.

CREATE TABLE money_case_of_six (
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

INSERT INTO money_case_of_six SELECT id, kind, bill, application, ntpn, amount, evidence, state, opened_at, closed_at FROM money_case;

DROP TABLE money_case;

ALTER TABLE money_case_of_six RENAME TO money_case;

CREATE UNIQUE INDEX money_case_once ON money_case (kind, ntpn) WHERE ntpn <> '';

CREATE UNIQUE INDEX money_case_once_of_bill ON money_case (kind, bill) WHERE ntpn = '';

CREATE INDEX money_case_bill ON money_case (bill) WHERE bill IS NOT NULL;

CREATE INDEX money_case_application ON money_case (application) WHERE application IS NOT NULL;

CREATE INDEX money_case_state ON money_case (state, opened_at);
