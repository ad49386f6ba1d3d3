-- What waits for a 6-digit code in one browser, the codes themselves (their digits are derived, never kept), and tries.

CREATE TABLE code_flow (
    id {text} PRIMARY KEY,
    token_hash {text} NOT NULL UNIQUE,
    purpose {text} NOT NULL CHECK (purpose IN ('sign_up', 'reset', 'email', 'phone')),
    account {text} REFERENCES account (id),
    live {int} NOT NULL,
    sealed {bytes} NOT NULL,
    lang {text} NOT NULL,
    made_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    guesses {int} NOT NULL,
    done_at {int}
) {strict};

CREATE TABLE code (
    id {text} PRIMARY KEY,
    flow {text} NOT NULL REFERENCES code_flow (id),
    side {text} NOT NULL CHECK (side IN ('main', 'old', 'new')),
    email_hash {text} NOT NULL,
    made_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    tries {int} NOT NULL,
    used_at {int}
) {strict};

CREATE INDEX code_of_flow ON code (flow, side);

CREATE INDEX code_of_address ON code (email_hash, made_at);

CREATE TABLE throttle (
    name {text} PRIMARY KEY,
    tries {int} NOT NULL,
    last_at {int} NOT NULL,
    free_at {int} NOT NULL
) {strict};
