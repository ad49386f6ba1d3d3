-- Which field an officer saw to be right on the original, and when.

CREATE TABLE case_confirmation (
    case_file {text} NOT NULL REFERENCES case_file (id),
    field {text} NOT NULL,
    officer {text} NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (case_file, field)
) {strict};
