-- What each bill pays for: the choices as they stood when the application was sent with it. Money that comes late is held
-- against this, not against what was chosen afterwards.

CREATE TABLE application_sent (
    bill {text} PRIMARY KEY,
    application {text} NOT NULL REFERENCES application (id),
    kind {text} NOT NULL,
    passport_type {text},
    office {text} NOT NULL,
    nik_hash {text},
    sent_at {int} NOT NULL
) {strict};

CREATE INDEX application_sent_of ON application_sent (application);
