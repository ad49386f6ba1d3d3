//! What one statement can judge: it answers the rows that must not be there, and a sentence says what each means.

use super::Invariant::{self, I1, I2, I4, I5, I6, I8, I9};
use crate::database::Cells;

/// A statement that must answer nothing.
pub struct Rule {
    /// What it belongs to.
    pub invariant: Invariant,
    /// Answers violating rows.
    pub statement: &'static str,
    /// Each `{}` takes the next column.
    pub sentence: &'static str,
}

impl Rule {
    /// The sentence about one row.
    pub fn say(&self, row: &Cells) -> String {
        let mut parts = self.sentence.split("{}");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (at, part) in parts.enumerate() {
            out.push_str(row.get(at).map_or("?", String::as_str));
            out.push_str(part);
        }
        out
    }
}

const fn rule(invariant: Invariant, sentence: &'static str, statement: &'static str) -> Rule {
    Rule { invariant, statement, sentence }
}

/// All of them. "Used" seats are those of bookings that are held, booked, checked in, served or missed; "live" are the
/// first three. `NOT IN` over one list, not a question per row: the trail is long and has no index on its objects.
pub const RULES: &[Rule] = &[
    // seats
    rule(
        I1,
        "slot {} counts {} seats taken, but {} bookings use it",
        "SELECT s.id, s.taken, COALESCE(u.used, 0) FROM slot s LEFT JOIN (SELECT slot, COUNT(*) AS used FROM booking \
         WHERE state IN ('held', 'booked', 'checked_in', 'served', 'no_show') GROUP BY slot) u ON u.slot = s.id \
         WHERE s.taken <> COALESCE(u.used, 0)",
    ),
    rule(
        I1,
        "slot {} has {} seats taken, more than its capacity of {} and the {} recorded as overbooked",
        "SELECT id, taken, capacity, overbooked FROM slot WHERE taken > capacity + overbooked",
    ),
    rule(
        I1,
        "seat {} of slot {} is used by {} bookings",
        "SELECT seat, slot, COUNT(*) FROM booking WHERE state IN ('held', 'booked', 'checked_in', 'served', 'no_show') \
         GROUP BY slot, seat HAVING COUNT(*) > 1",
    ),
    rule(
        I1,
        "application {} has {} live bookings",
        "SELECT application, COUNT(*) FROM booking WHERE state IN ('held', 'booked', 'checked_in') GROUP BY application \
         HAVING COUNT(*) > 1",
    ),
    rule(
        I1,
        "booking {} names slot {}, which is not there",
        "SELECT b.id, b.slot FROM booking b LEFT JOIN slot s ON s.id = b.slot WHERE s.id IS NULL",
    ),
    // codes, bills, holds
    rule(
        I2,
        "billing code {} belongs to {} bills",
        "SELECT code, COUNT(*) FROM bill WHERE code IS NOT NULL GROUP BY code HAVING COUNT(*) > 1",
    ),
    rule(
        I2,
        "bill {} names application {}, which is not there",
        "SELECT b.id, b.application FROM bill b LEFT JOIN application a ON a.id = b.application WHERE a.id IS NULL",
    ),
    rule(
        I2,
        "booking {} has {} bills",
        "SELECT booking, COUNT(*) FROM bill WHERE booking IS NOT NULL GROUP BY booking HAVING COUNT(*) > 1",
    ),
    rule(
        I2,
        "bill {} is of application {}, but its booking {} is of another one or is not there",
        "SELECT b.id, b.application, b.booking FROM bill b LEFT JOIN booking k ON k.id = b.booking \
         WHERE b.booking IS NOT NULL AND (k.id IS NULL OR k.application <> b.application)",
    ),
    rule(
        I2,
        "application {} waits for bill {}, which is not there or is of another application",
        "SELECT a.id, a.bill FROM application a LEFT JOIN bill b ON b.id = a.bill \
         WHERE a.bill IS NOT NULL AND (b.id IS NULL OR b.application <> a.id)",
    ),
    rule(
        I2,
        "application {} has {} visit bills that run at the same time",
        "SELECT application, COUNT(*) FROM bill WHERE kind = 'visit' AND state IN ('asked', 'payable') GROUP BY application \
         HAVING COUNT(*) > 1",
    ),
    // paid bookings
    rule(
        I4,
        "bill {} of application {} is paid, but there is no booking, no date to choose, no audited end and no open case",
        "SELECT b.id, b.application FROM bill b LEFT JOIN application p ON p.id = b.application \
         WHERE b.kind = 'visit' AND b.state = 'paid' AND COALESCE(p.state, '') <> 'choose_date' \
         AND b.application NOT IN (SELECT application FROM booking WHERE state IN ('booked', 'checked_in', 'served', 'no_show')) \
         AND (b.application, COALESCE(p.state, '')) NOT IN (SELECT object_id, CASE action \
         WHEN 'application.give_back' THEN 'given_back' ELSE 'void' END FROM audit \
         WHERE object = 'application' AND action IN ('application.give_back', 'application.void')) \
         AND b.application NOT IN (SELECT application FROM money_case WHERE application IS NOT NULL AND (state = 'open' \
         OR id IN (SELECT object_id FROM audit WHERE object = 'money_case' AND action <> 'payment.case')))",
    ),
    rule(
        I4,
        "booking {} of application {} was paid and is released",
        "SELECT id, application FROM booking WHERE state = 'released' AND first_paid_at IS NOT NULL",
    ),
    rule(
        I4,
        "booking {} was moved, but no booking follows it",
        "SELECT id FROM booking WHERE state = 'moved' AND id NOT IN (SELECT previous FROM booking WHERE previous IS NOT NULL)",
    ),
    rule(
        I4,
        "paid booking {} is {} without an audit row that says so",
        "SELECT id, state FROM booking WHERE state IN ('moved', 'given_back', 'no_show') AND (id, state) NOT IN \
         (SELECT object_id, CASE action WHEN 'schedule.move' THEN 'moved' WHEN 'schedule.give_back' THEN 'given_back' \
         ELSE 'no_show' END FROM audit WHERE object = 'booking' \
         AND action IN ('schedule.move', 'schedule.give_back', 'schedule.missed'))",
    ),
    rule(
        I4,
        "application {} is scheduled on booking {}, which is not booked",
        "SELECT a.id, a.booking FROM application a LEFT JOIN booking b ON b.id = a.booking AND b.application = a.id \
         AND b.state IN ('booked', 'checked_in', 'no_show') WHERE a.state = 'scheduled' AND b.id IS NULL",
    ),
    // persons
    rule(
        I5,
        "the person with NIK hash {} has {} live bookings",
        "SELECT nik_hash, COUNT(*) FROM booking WHERE state IN ('held', 'booked', 'checked_in') GROUP BY nik_hash \
         HAVING COUNT(*) > 1",
    ),
    // moves of state: an ended thing ended once, and each state was reached by its own step
    rule(
        I6,
        "booking {} ended {} times",
        "SELECT object_id, COUNT(*) FROM audit WHERE object = 'booking' AND action IN ('schedule.release', 'schedule.move', \
         'schedule.give_back', 'schedule.missed', 'schedule.serve') GROUP BY object_id HAVING COUNT(*) > 1",
    ),
    rule(
        I6,
        "booking {} is {} although the trail says that it ended",
        "SELECT id, state FROM booking WHERE state IN ('held', 'booked', 'checked_in') AND id IN (SELECT object_id FROM audit \
         WHERE object = 'booking' AND action IN ('schedule.release', 'schedule.move', 'schedule.give_back', \
         'schedule.missed', 'schedule.serve'))",
    ),
    rule(
        I6,
        "booking {} is {} without the step that leads there",
        "SELECT id, state FROM booking WHERE state IN ('released', 'checked_in', 'served') AND (id, state) NOT IN \
         (SELECT object_id, CASE action WHEN 'schedule.release' THEN 'released' WHEN 'schedule.check_in' THEN 'checked_in' \
         ELSE 'served' END FROM audit WHERE object = 'booking' \
         AND action IN ('schedule.release', 'schedule.check_in', 'schedule.serve'))",
    ),
    rule(
        I6,
        "booking {} is {}, but was never confirmed, not taken for money that was there, and no earlier booking became it",
        "SELECT id, state FROM booking WHERE state NOT IN ('held', 'released') \
         AND id NOT IN (SELECT object_id FROM audit WHERE object = 'booking' AND action = 'schedule.confirm') \
         AND id NOT IN (SELECT n.id FROM audit a JOIN booking n ON n.previous = a.object_id WHERE a.object = 'booking' \
         AND a.action IN ('schedule.move', 'schedule.retake') AND a.detail LIKE '%\"' || n.id || '\"%') \
         AND id NOT IN (SELECT object_id FROM audit WHERE object = 'booking' AND action = 'schedule.take' \
         AND detail LIKE '%\"state\":\"booked\"%' \
         AND application IN (SELECT application FROM bill WHERE kind = 'visit' AND state = 'paid'))",
    ),
    rule(
        I6,
        "bill {} is {} without the step that leads there",
        "SELECT id, state FROM bill WHERE state <> 'asked' AND (id, state) NOT IN (SELECT object_id, CASE action \
         WHEN 'payment.code' THEN 'payable' WHEN 'payment.settle' THEN 'paid' WHEN 'payment.cancel' THEN 'cancelled' \
         WHEN 'payment.no_code' THEN 'unknown' ELSE 'expired' END FROM audit WHERE object = 'bill' AND action IN \
         ('payment.code', 'payment.settle', 'payment.cancel', 'payment.no_code', 'payment.expire', 'payment.cleared')) \
         AND NOT (state = 'unknown' AND id IN (SELECT object_id FROM audit WHERE action = 'payment.expire'))",
    ),
    rule(
        I6,
        "bill {} is {} although the trail says that it was paid",
        "SELECT id, state FROM bill WHERE state <> 'paid' \
         AND id IN (SELECT object_id FROM audit WHERE object = 'bill' AND action = 'payment.settle')",
    ),
    // notices
    rule(
        I8,
        "NTPN {} pays {} bills",
        "SELECT reference, COUNT(*) FROM bill WHERE reference IS NOT NULL GROUP BY reference HAVING COUNT(*) > 1",
    ),
    rule(
        I8,
        "bill {} was settled {} times",
        "SELECT object_id, COUNT(*) FROM audit WHERE object = 'bill' AND action = 'payment.settle' GROUP BY object_id \
         HAVING COUNT(*) > 1",
    ),
    rule(
        I8,
        "notice {} about billing code {} is kept {} times",
        "SELECT sequence, billing_code, COUNT(*) FROM notice WHERE billing_code IS NOT NULL \
         GROUP BY billing_code, ntpn, sequence HAVING COUNT(*) > 1",
    ),
    rule(
        I8,
        "NTPN {} has {} cases of kind {}",
        "SELECT ntpn, COUNT(*), kind FROM money_case WHERE ntpn <> '' GROUP BY kind, ntpn HAVING COUNT(*) > 1",
    ),
    // the trail
    rule(
        I9,
        "application {} has no audit row",
        "SELECT id FROM application WHERE id NOT IN (SELECT object_id FROM audit WHERE object = 'application')",
    ),
    rule(
        I9,
        "bill {} has no audit row",
        "SELECT id FROM bill WHERE id NOT IN (SELECT object_id FROM audit WHERE object = 'bill')",
    ),
    rule(
        I9,
        "case {} has no audit row",
        "SELECT id FROM money_case WHERE id NOT IN (SELECT object_id FROM audit WHERE object = 'money_case')",
    ),
    rule(
        I9,
        "file {} of application {} at the counter has no audit row of its beginning",
        "SELECT id, application FROM case_file WHERE id NOT IN (SELECT object_id FROM audit WHERE object = 'case' \
         AND action = 'counter.check_in')",
    ),
    rule(
        I9,
        "booking {} has no audit row, and none of an earlier booking names it",
        "SELECT id FROM booking WHERE id NOT IN (SELECT object_id FROM audit WHERE object = 'booking' AND action LIKE 'schedule.%') \
         AND id NOT IN (SELECT n.id FROM audit a JOIN booking n ON n.previous = a.object_id \
         WHERE a.object = 'booking' AND a.detail LIKE '%\"' || n.id || '\"%')",
    ),
    rule(
        I9,
        "the timeline of application {} has {} steps, but its trail has {} changes of state",
        "SELECT h.application, h.steps, COALESCE(t.steps, 0) FROM (SELECT application, COUNT(*) AS steps \
         FROM application_history GROUP BY application) h LEFT JOIN (SELECT object_id, COUNT(*) AS steps FROM audit \
         WHERE object = 'application' AND action IN ('application.create', 'application.submit', 'application.expire', \
         'application.cancel', 'application.mark_paid', 'application.choose_date', 'application.money_case', \
         'application.reschedule', 'application.give_back', 'application.miss', 'application.check_in', \
         'application.office_step', 'application.reject', 'application.reclassify', 'application.void') GROUP BY object_id) t \
         ON t.object_id = h.application WHERE h.steps <> COALESCE(t.steps, 0)",
    ),
];
