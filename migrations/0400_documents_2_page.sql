-- The pages of a paper: where each stands in the folder of papers, sealed with its person's key.

CREATE TABLE paper_page (
    paper {text} NOT NULL REFERENCES paper (id),
    page {int} NOT NULL CHECK (page > 0),
    file {text} NOT NULL UNIQUE,
    bytes {int} NOT NULL CHECK (bytes > 0),
    width {int} NOT NULL,
    height {int} NOT NULL,
    PRIMARY KEY (paper, page)
) {strict};
