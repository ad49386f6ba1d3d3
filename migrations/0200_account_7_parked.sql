-- Forms that came after their session had ended: sealed, bound to a token of the browser, gone after half an hour.

CREATE TABLE account_parked (
    token_hash {text} PRIMARY KEY,
    account {text} NOT NULL REFERENCES account (id),
    sealed {bytes} NOT NULL,
    expires_at {int} NOT NULL
) {strict};

CREATE INDEX account_parked_account ON account_parked (account);
