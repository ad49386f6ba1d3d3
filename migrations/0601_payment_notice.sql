-- Notices of payment as they arrived: verified before they were stored, stored before they were judged.

CREATE TABLE notice (
    id {text} PRIMARY KEY,
    billing_code {text},
    ntpn {text},
    sequence {int},
    raw {text} NOT NULL,
    received_at {int} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('received', 'settled', 'nothing', 'case', 'unreadable')),
    judged_at {int},
    CHECK ((state = 'unreadable') = (billing_code IS NULL)),
    CHECK ((billing_code IS NULL) = (ntpn IS NULL)),
    CHECK ((billing_code IS NULL) = (sequence IS NULL)),
    CHECK ((state = 'received') = (judged_at IS NULL))
) {strict};

CREATE UNIQUE INDEX notice_once ON notice (billing_code, ntpn, sequence) WHERE billing_code IS NOT NULL;

-- ids of partners' messages, against replay within a day; seen_at is real time
CREATE TABLE notice_message (
    id {text} PRIMARY KEY,
    seen_at {int} NOT NULL
) {strict};
