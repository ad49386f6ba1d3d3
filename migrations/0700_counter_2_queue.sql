-- The last queue number of an office, day and lane letter; guarded by its row.

CREATE TABLE queue_counter (
    office {text} NOT NULL,
    day {text} NOT NULL,
    letter {text} NOT NULL,
    last {int} NOT NULL CHECK (last > 0),
    PRIMARY KEY (office, day, letter)
) {strict};
