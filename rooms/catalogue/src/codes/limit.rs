//! The numbers of the policies.

/// Every limit there is, with what it counts. A table must have each of them and no other.
pub const LIMITS: [&str; 34] = [
    // minutes: from the moment the billing code exists
    "billing_valid_minutes",
    // minutes: the biller gives no code for so long: the seat is released and everything typed stays
    "code_wait_minutes",
    // minutes: added at the deadline while the biller says paid or being paid
    "inquiry_grace_minutes",
    // times: how often that is added
    "inquiry_grace_max",
    // minutes: added at most while the biller does not answer; then the seat goes and the bill is unknown
    "biller_silent_grace_minutes",
    // minutes: reminder before the deadline of a bill
    "one_hour_left_minutes",
    // submissions: against accounts that eat the quota; counts submissions, not persons
    "unpaid_submissions_per_account",
    // persons: one family card; the store listing names no limit
    "persons_per_submission",
    // times: at latest the day before the visit, in the zone of the office
    "reschedule_max",
    // days: from the first payment or from the booked date, whichever is later
    "reschedule_window_days",
    // minutes: before the session starts
    "arrive_before_minutes",
    // minutes: length of a session
    "session_minutes",
    // working days: from the interview
    "issue_working_days",
    // working days: same day
    "express_issue_working_days",
    // days: one month from issue; then the book is cancelled
    "pickup_days",
    // days: reminders that the passport waits
    "pickup_reminder_1_days",
    // days
    "pickup_reminder_2_days",
    // days
    "pickup_reminder_3_days",
    // days
    "pickup_reminder_4_days",
    // days: time to bring papers found missing at the office
    "docs_completion_days",
    // days: money arrived after the deadline and the seat is gone: time to choose a new date
    "late_choice_days",
    // days: time to ask for a review after a missed visit
    "no_show_review_days",
    // working days: time of the office to decide on a review
    "review_decision_working_days",
    // days: an untouched draft is kept so long
    "draft_days",
    // checks: so that nobody searches the registers with guessed NIKs
    "register_checks_per_account_day",
    // years: or married
    "adult_age",
    // years: or married
    "ten_year_min_age",
    // months: soon expiring: a passport valid for less than this may be replaced
    "replacement_early_months",
    // year: books issued in Indonesia from this year on are in the issuing system: the short list of papers applies
    "short_list_from_year",
    // working days: how far ahead calendars are open
    "calendar_working_days",
    // bytes: no official limit is published
    "upload_max_bytes",
    // months: careless loss or false statement
    "suspension_min_months",
    // months
    "suspension_max_months",
    // years: passports of children with two nationalities end at the age of choice
    "dual_citizen_max_age",
];
