-- Each table of reference data stands as the text it was published with; only changed tables are written again.

CREATE TABLE catalogue_table (
    version {int} NOT NULL REFERENCES catalogue_version (number),
    name {text} NOT NULL,
    body {text} NOT NULL,
    PRIMARY KEY (version, name)
) {strict};
