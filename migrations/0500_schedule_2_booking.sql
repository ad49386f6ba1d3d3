-- Seats. A booking keeps its seat (slot.taken counts it) in every state but 'released', 'moved' and 'given_back';
-- it is live, one per application and one per NIK, while it is 'held', 'booked' or 'checked_in'.

CREATE TABLE booking (
    id {text} PRIMARY KEY,
    application {text} NOT NULL,
    account {text} NOT NULL,
    nik_hash {text} NOT NULL,
    slot {text} NOT NULL REFERENCES slot (id),
    seat {int} NOT NULL CHECK (seat >= 1),
    state {text} NOT NULL CHECK (state IN ('held', 'booked', 'checked_in', 'served', 'no_show',
        'released', 'moved', 'given_back')),
    moves {int} NOT NULL CHECK (moves >= 0),
    first_paid_at {int},
    previous {text} REFERENCES booking (id),
    day_end {int} NOT NULL,
    told_at {int},
    ended_at {int},
    end_why {text},
    created_at {int} NOT NULL,
    CHECK (state IN ('held', 'released') OR first_paid_at IS NOT NULL),
    CHECK ((state IN ('released', 'moved', 'given_back')) = (ended_at IS NOT NULL)),
    CHECK ((state = 'released') = (end_why IS NOT NULL))
) {strict};

CREATE UNIQUE INDEX booking_seat ON booking (slot, seat) WHERE state IN ('held', 'booked', 'checked_in', 'served', 'no_show');

CREATE UNIQUE INDEX booking_one_per_application ON booking (application) WHERE state IN ('held', 'booked', 'checked_in');

CREATE UNIQUE INDEX booking_one_per_nik ON booking (nik_hash) WHERE state IN ('held', 'booked', 'checked_in');

CREATE INDEX booking_of_application ON booking (application);

CREATE INDEX booking_of_slot ON booking (slot);

CREATE INDEX booking_due ON booking (day_end) WHERE state = 'booked';

CREATE INDEX booking_untold ON booking (day_end) WHERE state = 'booked' AND told_at IS NULL;
