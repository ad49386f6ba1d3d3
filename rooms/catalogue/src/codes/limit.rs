//! The numbers of the policies.

codes!(
    /// A number of a policy. Every key must have a value on every day from its first row on.
    LimitKey {
        /// From the moment the billing code exists (minutes).
        BillingValidMinutes = "billing_valid_minutes",
        /// The biller gives no code for so long: the seat is released and everything typed stays (minutes).
        CodeWaitMinutes = "code_wait_minutes",
        /// Added at the deadline while the biller says paid or being paid (minutes).
        InquiryGraceMinutes = "inquiry_grace_minutes",
        /// How often that is added (times).
        InquiryGraceMax = "inquiry_grace_max",
        /// Added at most while the biller does not answer; then the seat goes and the bill is unknown (minutes).
        BillerSilentGraceMinutes = "biller_silent_grace_minutes",
        /// Reminder before the deadline of a bill (minutes).
        OneHourLeftMinutes = "one_hour_left_minutes",
        /// Against accounts that eat the quota; counts submissions, not persons (submissions).
        UnpaidSubmissionsPerAccount = "unpaid_submissions_per_account",
        /// One family card; the store listing names no limit (persons).
        PersonsPerSubmission = "persons_per_submission",
        /// At latest the day before the visit, in the zone of the office (times).
        RescheduleMax = "reschedule_max",
        /// From the first payment or from the booked date, whichever is later (days).
        RescheduleWindowDays = "reschedule_window_days",
        /// Before the session starts (minutes).
        ArriveBeforeMinutes = "arrive_before_minutes",
        /// Length of a session (minutes).
        SessionMinutes = "session_minutes",
        /// From the interview (working days).
        IssueWorkingDays = "issue_working_days",
        /// Same day (working days).
        ExpressIssueWorkingDays = "express_issue_working_days",
        /// One month from issue; then the book is cancelled (days).
        PickupDays = "pickup_days",
        /// Reminders that the passport waits (days).
        PickupReminder1Days = "pickup_reminder_1_days",
        /// A further reminder that the passport waits (days).
        PickupReminder2Days = "pickup_reminder_2_days",
        /// A further reminder that the passport waits (days).
        PickupReminder3Days = "pickup_reminder_3_days",
        /// A further reminder that the passport waits (days).
        PickupReminder4Days = "pickup_reminder_4_days",
        /// Time to bring papers found missing at the office (days).
        DocsCompletionDays = "docs_completion_days",
        /// Money arrived after the deadline and the seat is gone: time to choose a new date (days).
        LateChoiceDays = "late_choice_days",
        /// Time to ask for a review after a missed visit (days).
        NoShowReviewDays = "no_show_review_days",
        /// Time of the office to decide on a review (working days).
        ReviewDecisionWorkingDays = "review_decision_working_days",
        /// An untouched draft is kept so long (days).
        DraftDays = "draft_days",
        /// So that nobody searches the registers with guessed NIKs (checks).
        RegisterChecksPerAccountDay = "register_checks_per_account_day",
        /// Or married (years).
        AdultAge = "adult_age",
        /// Or married (years).
        TenYearMinAge = "ten_year_min_age",
        /// Soon expiring: a passport valid for less than this may be replaced (months).
        ReplacementEarlyMonths = "replacement_early_months",
        /// Books issued in Indonesia from this year on are in the issuing system: the short list of papers applies (year).
        ShortListFromYear = "short_list_from_year",
        /// How far ahead calendars are open (working days).
        CalendarWorkingDays = "calendar_working_days",
        /// No official limit is published (bytes).
        UploadMaxBytes = "upload_max_bytes",
        /// Careless loss or false statement (months).
        SuspensionMinMonths = "suspension_min_months",
        /// The longest suspension (months).
        SuspensionMaxMonths = "suspension_max_months",
        /// Passports of children with two nationalities end at the age of choice (years).
        DualCitizenMaxAge = "dual_citizen_max_age",
    }
);
