-- A citizen's account. Name, address and number are sealed under the envelope key of its person.

CREATE TABLE account (
    id {text} PRIMARY KEY,
    person {text} NOT NULL UNIQUE REFERENCES person (id),
    email_hash {text} NOT NULL UNIQUE,
    email {bytes} NOT NULL,
    phone {bytes} NOT NULL,
    name {bytes} NOT NULL,
    lang {text} NOT NULL CHECK (lang IN ('id', 'en')),
    password {text} NOT NULL,
    created_at {int} NOT NULL
) {strict};

CREATE TABLE consent (
    account {text} NOT NULL REFERENCES account (id),
    what {text} NOT NULL,
    version {text} NOT NULL,
    given_at {int} NOT NULL,
    PRIMARY KEY (account, what, version)
) {strict};

CREATE TABLE contact_change (
    id {text} PRIMARY KEY,
    account {text} NOT NULL REFERENCES account (id),
    what {text} NOT NULL CHECK (what IN ('email', 'phone')),
    old_email {bytes} NOT NULL,
    new_email {bytes} NOT NULL,
    changed_at {int} NOT NULL
) {strict};

CREATE INDEX contact_change_account ON contact_change (account);
