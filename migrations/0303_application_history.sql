-- What happened to an application, in closed words, for its timeline.

CREATE TABLE application_history (
    application {text} NOT NULL REFERENCES application (id),
    seq {int} NOT NULL,
    at {int} NOT NULL,
    what {text} NOT NULL,
    by_kind {text} NOT NULL,
    PRIMARY KEY (application, seq)
) {strict};
