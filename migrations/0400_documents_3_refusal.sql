-- The latest upload that was refused, until a good one of the same kind of paper takes its place.

CREATE TABLE paper_refusal (
    application {text} NOT NULL,
    code {text} NOT NULL,
    id {text} NOT NULL UNIQUE,
    reason {text} NOT NULL,
    format {text} NOT NULL,
    bytes {int} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (application, code)
) {strict};
