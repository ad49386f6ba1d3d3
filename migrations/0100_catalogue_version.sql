-- Each publication of reference data is a number.

CREATE TABLE catalogue_version (
    number {int} PRIMARY KEY,
    published_at {int} NOT NULL
) {strict};
