-- Who registered for an information day, and who came without ("peserta"). Name and contact are sealed in one envelope and
-- forgotten 30 days after the day, or at once when the registration is withdrawn; the numbers stay.

CREATE TABLE information_day_guest (
    id {text} PRIMARY KEY,
    information_day {text} NOT NULL,
    source {text} NOT NULL CHECK (source IN ('registered', 'walk_in')),
    token_hash {text} NOT NULL UNIQUE,
    persons {int} NOT NULL CHECK (persons BETWEEN 1 AND 50),
    came {int} NOT NULL CHECK (came BETWEEN 0 AND 50),
    has_mail {int} NOT NULL CHECK (has_mail IN (0, 1)),
    lang {text} NOT NULL,
    sealed {bytes},
    state {text} NOT NULL CHECK (state IN ('here', 'withdrawn')),
    made_at {int} NOT NULL,
    ended_at {int},
    CHECK (came <= persons),
    CHECK ((state = 'withdrawn') = (ended_at IS NOT NULL)),
    CHECK (state = 'here' OR sealed IS NULL)
) {strict};

CREATE INDEX information_day_guest_list ON information_day_guest (information_day, id);
CREATE INDEX information_day_guest_named ON information_day_guest (information_day) WHERE sealed IS NOT NULL;
