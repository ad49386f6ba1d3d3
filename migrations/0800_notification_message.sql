-- What somebody is told ("kabar"): ids only; the text is drawn when it is shown or sent. One row per event, kind and
-- recipient. Rows without an account are mail only. `at`, `due_at` and `mail_at` are domain time.

CREATE TABLE message (
    id {text} PRIMARY KEY,
    event {text} NOT NULL,
    kind {text} NOT NULL,
    recipient {text} NOT NULL,
    account {text},
    application {text},
    about {text} NOT NULL,
    at {int} NOT NULL,
    read_at {int},
    mail_state {text} NOT NULL CHECK (mail_state IN ('waiting', 'sent', 'refused', 'dropped', 'failed')),
    mail_at {int},
    due_at {int} NOT NULL,
    tries {int} NOT NULL CHECK (tries >= 0),
    UNIQUE (event, kind, recipient),
    CHECK ((mail_state = 'waiting') = (mail_at IS NULL))
) {strict};

CREATE INDEX message_inbox ON message (account, at, id) WHERE account IS NOT NULL;
CREATE INDEX message_unread ON message (account) WHERE read_at IS NULL;
CREATE INDEX message_waiting ON message (recipient, at, id) WHERE mail_state = 'waiting';
CREATE INDEX message_due ON message (due_at) WHERE mail_state = 'waiting';
