-- What the registers said about the person, sealed.

CREATE TABLE register_check (
    application {text} NOT NULL REFERENCES application (id),
    register {text} NOT NULL CHECK (register IN ('population', 'passports')),
    state {text} NOT NULL CHECK (state IN ('asked', 'silent', 'not_found', 'found')),
    nik_hash {text} NOT NULL,
    asked_at {int} NOT NULL,
    answered_at {int},
    tries {int} NOT NULL,
    sealed {bytes},
    PRIMARY KEY (application, register),
    CHECK ((state = 'found') = (sealed IS NOT NULL)),
    CHECK ((state = 'asked') = (answered_at IS NULL))
) {strict};
