-- A sign-in on one device. Only the SHA-256 of its token is here.

CREATE TABLE session (
    id {text} PRIMARY KEY,
    token_hash {text} NOT NULL UNIQUE,
    account {text} REFERENCES account (id),
    officer {text} REFERENCES officer (id),
    device {text} NOT NULL,
    started_at {int} NOT NULL,
    seen_at {int} NOT NULL,
    ended_at {int},
    CHECK ((account IS NULL) <> (officer IS NULL))
) {strict};

CREATE INDEX session_account ON session (account) WHERE ended_at IS NULL;

CREATE INDEX session_officer ON session (officer) WHERE ended_at IS NULL;

CREATE TABLE known_device (
    token_hash {text} PRIMARY KEY,
    account {text} NOT NULL REFERENCES account (id),
    seen_at {int} NOT NULL
) {strict};
