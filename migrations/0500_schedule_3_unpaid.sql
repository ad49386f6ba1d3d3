-- How many unpaid submissions an account has: a guarded row, so that parallel calls cannot pass the limit together.

CREATE TABLE unpaid_submission (
    account {text} PRIMARY KEY,
    held {int} NOT NULL CHECK (held >= 0)
) {strict};
