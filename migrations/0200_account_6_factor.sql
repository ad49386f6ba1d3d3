-- The second factor of citizens, sign-ins that wait for it, programs' tokens, shared devices.

CREATE TABLE account_factor (
    account {text} PRIMARY KEY REFERENCES account (id),
    seed {bytes} NOT NULL,
    last_step {int} NOT NULL,
    made_at {int} NOT NULL,
    confirmed_at {int}
) {strict};

CREATE TABLE account_recovery (
    account {text} NOT NULL REFERENCES account (id),
    code_hash {text} NOT NULL,
    used_at {int},
    PRIMARY KEY (account, code_hash)
) {strict};

CREATE TABLE account_half_in (
    token_hash {text} PRIMARY KEY,
    account {text} NOT NULL REFERENCES account (id),
    shared {int} NOT NULL,
    expires_at {int} NOT NULL
) {strict};

ALTER TABLE session ADD COLUMN idle {int} NOT NULL DEFAULT 900000;

ALTER TABLE session ADD COLUMN longest {int} NOT NULL DEFAULT 43200000;

ALTER TABLE session ADD COLUMN program {int} NOT NULL DEFAULT 0;
