-- Papers an officer asked for: only these kinds, until an instant.

CREATE TABLE paper_request (
    application {text} NOT NULL,
    code {text} NOT NULL,
    asked_at {int} NOT NULL,
    until_at {int} NOT NULL,
    done_at {int},
    PRIMARY KEY (application, code)
) {strict};
