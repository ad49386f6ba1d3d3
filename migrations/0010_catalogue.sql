-- Reference data: each publication is a number, and each table stands as the text it was published with.

CREATE TABLE catalogue_version (
    number {int} PRIMARY KEY,
    published_at {int} NOT NULL,
    note {text} NOT NULL
) {strict};

CREATE TABLE catalogue_table (
    version {int} NOT NULL REFERENCES catalogue_version (number),
    name {text} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (version, name)
) {strict};
