-- A person whose data is sealed under one envelope key. `holder` is the account whose owner she is or who applies for her.

CREATE TABLE person (
    id {text} PRIMARY KEY,
    holder {text} NOT NULL,
    key_id {text} NOT NULL,
    wrapped_key {bytes},
    created_at {int} NOT NULL
) {strict};

CREATE INDEX person_holder ON person (holder);
