-- Officers and the invitations by which they come in. The second factor's seed is sealed; its last used step refuses a replay.

CREATE TABLE officer (
    id {text} PRIMARY KEY,
    email_hash {text} NOT NULL,
    sealed {bytes} NOT NULL,
    office {text} NOT NULL,
    roles {text} NOT NULL,
    password {text} NOT NULL,
    seed {bytes} NOT NULL,
    seed_step {int} NOT NULL,
    created_at {int} NOT NULL,
    disabled_at {int}
) {strict};

CREATE UNIQUE INDEX officer_one_active ON officer (email_hash) WHERE disabled_at IS NULL;

CREATE TABLE invitation (
    id {text} PRIMARY KEY,
    token_hash {text} NOT NULL UNIQUE,
    email_hash {text} NOT NULL,
    sealed {bytes} NOT NULL,
    office {text} NOT NULL,
    roles {text} NOT NULL,
    password {text},
    seed {bytes} NOT NULL,
    made_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    used_at {int}
) {strict};
