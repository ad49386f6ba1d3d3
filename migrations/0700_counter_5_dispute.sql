-- Owners of applications who dispute who holds the booking of their NIK.

CREATE TABLE nik_dispute (
    application {text} PRIMARY KEY,
    opened_at {int} NOT NULL,
    state {text} NOT NULL CHECK (state IN ('open', 'closed'))
) {strict};

CREATE INDEX nik_dispute_open ON nik_dispute (opened_at) WHERE state = 'open';
