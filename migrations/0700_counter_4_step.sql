-- What happened to a case, in order. No officer: the product itself. The detail holds codes and ids.

CREATE TABLE case_step (
    case_file {text} NOT NULL REFERENCES case_file (id),
    seq {int} NOT NULL,
    step {text} NOT NULL,
    officer {text},
    at {int} NOT NULL,
    detail {text} NOT NULL,
    PRIMARY KEY (case_file, seq)
) {strict};
