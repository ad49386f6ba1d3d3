-- What was answered, sealed under the person's key. A wrong value is kept too, marked, so that nothing typed is lost.

CREATE TABLE answer (
    application {text} NOT NULL REFERENCES application (id),
    field {text} NOT NULL,
    sealed {bytes} NOT NULL,
    valid {int} NOT NULL CHECK (valid IN (0, 1)),
    version {int} NOT NULL CHECK (version > 0),
    saved_at {int} NOT NULL,
    PRIMARY KEY (application, field)
) {strict};
