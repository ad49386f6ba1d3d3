-- How many numbers an account asked the registers about on a day of real time.

CREATE TABLE register_check_day (
    account {text} NOT NULL,
    day {text} NOT NULL,
    used {int} NOT NULL,
    PRIMARY KEY (account, day)
) {strict};
