//! A small town of applications in a database made by the product's own migrations, all of it in order.

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use std::{fmt::Write as _, fs, path::PathBuf};

/// The database and the files beside it.
pub struct Scene {
    folder: tempfile::TempDir,
    sql: SqliteConnection,
    audits: Vec<[String; 9]>,
}

const FOUR: [&str; 4] = ["a1", "a2", "a3", "a4"];

impl Scene {
    /// Migrated, without the guards of the tables: what is broken here must be found by the auditor alone.
    async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("mpaspor.db").display());
        let mut sql = SqliteConnection::connect(&url).await.unwrap();
        sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut sql).await.unwrap();
        sqlx::query("PRAGMA synchronous = OFF").execute(&mut sql).await.unwrap();
        sqlx::query("PRAGMA ignore_check_constraints = ON").execute(&mut sql).await.unwrap();
        let mut scene = Self { folder, sql, audits: Vec::new() };
        let migrations = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
        let mut files: Vec<PathBuf> = fs::read_dir(migrations).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|end| end == "sql"));
        files.sort();
        for file in files {
            let mut text = fs::read_to_string(&file).unwrap();
            for (token, means) in [("{int}", "INTEGER"), ("{text}", "TEXT"), ("{bytes}", "BLOB"), ("{strict}", "STRICT")] {
                text = text.replace(token, means);
            }
            let guarded = ["payment", "schedule"].iter().any(|room| file.to_string_lossy().contains(room));
            if guarded {
                text = text.replace("CREATE UNIQUE INDEX", "CREATE INDEX").replace("TEXT UNIQUE", "TEXT");
            }
            scene.run(&text).await;
        }
        scene
    }

    /// Four applications: moved, expired, at the office, given back; and money that came twice.
    pub async fn in_order() -> Self {
        let mut s = Self::empty().await;
        s.slot("s1", 3, 2).await;
        s.slot("s2", 1, 0).await;
        for id in FOUR {
            s.change(id, "application.create", "nothing", "draft", "created").await;
            s.change(id, "application.submit", "draft", "awaiting_payment", "submit").await;
        }
        s.booking("k1", "a1", ("s2", 1), "moved", None).await;
        s.booking("k2", "a1", ("s1", 1), "booked", Some("k1")).await;
        s.booking("k3", "a2", ("s2", 1), "released", None).await;
        s.booking("k4", "a3", ("s1", 2), "checked_in", None).await;
        s.booking("k5", "a4", ("s2", 1), "given_back", None).await;
        s.audit("schedule.move", "booking", "k1", "a1", &json!({ "from": "s2", "to": "s1", "booking": "k2" }));
        s.audit("schedule.release", "booking", "k3", "a2", &json!({ "why": "expired" }));
        s.audit("schedule.check_in", "booking", "k4", "a3", &json!({}));
        s.audit("schedule.give_back", "booking", "k5", "a4", &json!({ "slot": "s2" }));
        s.bill("b1", "a1", "k1", Some("NTPN1")).await;
        s.bill("b2", "a2", "k3", None).await;
        s.bill("b3", "a3", "k4", Some("NTPN3")).await;
        s.bill("b4", "a4", "k5", Some("NTPN4")).await;
        s.change("a1", "application.mark_paid", "awaiting_payment", "scheduled", "mark_paid").await;
        s.change("a1", "application.reschedule", "scheduled", "scheduled", "reschedule").await;
        s.change("a2", "application.expire", "awaiting_payment", "expired", "expire").await;
        s.change("a3", "application.mark_paid", "awaiting_payment", "scheduled", "mark_paid").await;
        s.change("a3", "application.check_in", "scheduled", "in_office", "checked_in").await;
        s.change("a3", "application.office_step", "in_office", "in_office", "verified").await;
        s.change("a4", "application.mark_paid", "awaiting_payment", "scheduled", "mark_paid").await;
        s.change("a4", "application.give_back", "scheduled", "given_back", "give_back").await;
        s.application("a1", "scheduled", "booking", "k2").await;
        s.application("a2", "expired", "reason", "").await;
        s.application("a3", "in_office", "office_step", "verified").await;
        s.application("a4", "given_back", "reason", "").await;
        s.run(
            "INSERT INTO money_case (id, kind, bill, application, ntpn, amount, evidence, state, opened_at) \
             VALUES ('c1', 'double', 'b1', 'a1', 'NTPN2', 650000, '{}', 'open', 5)",
        )
        .await;
        s.audit("payment.case", "money_case", "c1", "a1", &json!({ "kind": "double", "bill": "b1" }));
        s.run(
            "INSERT INTO notice (id, billing_code, ntpn, sequence, raw, received_at, state, judged_at) \
             VALUES ('n1', 'code-b1', 'NTPN1', 1, '{}', 5, 'settled', 6)",
        )
        .await;
        s.seal().await;
        s
    }

    /// Runs statements that are written here and nowhere else.
    pub async fn run(&mut self, text: &str) {
        sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut self.sql).await.unwrap_or_else(|e| panic!("{e}: {text}"));
    }

    async fn slot(&mut self, id: &str, capacity: i64, taken: i64) {
        let text = format!(
            "INSERT INTO slot (id, office, day, start_minute, end_minute, lane, type_group, zone, starts_at, capacity, taken, \
             overbooked, state, version) VALUES ('{id}', 'kanim-maumere', '2026-10-12', 540, 600, 'regular-{id}', 'ordinary', \
             'Asia/Makassar', 9, {capacity}, {taken}, 0, 'open', 1)"
        );
        self.run(&text).await;
    }

    async fn booking(&mut self, id: &str, application: &str, (slot, seat): (&str, i64), state: &str, previous: Option<&str>) {
        let paid = if state == "released" { "NULL" } else { "4" };
        let ended = if ["released", "moved", "given_back"].contains(&state) { "8" } else { "NULL" };
        let why = if state == "released" { "'expired'" } else { "NULL" };
        let before = previous.map_or("NULL".to_owned(), |id| format!("'{id}'"));
        let text = format!(
            "INSERT INTO booking (id, application, account, nik_hash, slot, seat, state, moves, first_paid_at, previous, \
             day_end, ended_at, end_why, created_at) VALUES ('{id}', '{application}', 'u1', 'nik-{application}', '{slot}', \
             {seat}, '{state}', 0, {paid}, {before}, 99, {ended}, {why}, 2)"
        );
        self.run(&text).await;
        if previous.is_none() {
            self.audit("schedule.take", "booking", id, application, &json!({ "slot": slot }));
            if state != "released" {
                self.audit("schedule.confirm", "booking", id, application, &json!({}));
            }
        }
    }

    async fn bill(&mut self, id: &str, application: &str, booking: &str, ntpn: Option<&str>) {
        let (state, evidence) = if ntpn.is_some() { ("paid", "'treasury'") } else { ("expired", "NULL") };
        let reference = ntpn.map_or("NULL".to_owned(), |ntpn| format!("'{ntpn}'"));
        let paid = if ntpn.is_some() { format!("4, 'receipt-{id}'") } else { "NULL, NULL".to_owned() };
        let text = format!(
            "INSERT INTO bill (id, number, application, account, payer, booking, kind, amount, state, state_at, asked_at, \
             seat_until, in_flight, code, deadline, evidence, reference, paid_at, receipt, version) VALUES ('{id}', 'no-{id}', \
             '{application}', 'u1', 'p1', '{booking}', 'visit', 650000, '{state}', 4, 2, 3, 0, 'code-{id}', 9, {evidence}, \
             {reference}, {paid}, 1)"
        );
        self.run(&text).await;
        self.audit("payment.open", "bill", id, application, &json!({ "kind": "visit" }));
        self.audit("payment.code", "bill", id, application, &json!({ "deadline": 9 }));
        let end = if ntpn.is_some() { "payment.settle" } else { "payment.expire" };
        self.audit(end, "bill", id, application, &json!({ "ntpn": ntpn }));
    }

    async fn application(&mut self, id: &str, state: &str, column: &str, value: &str) {
        let number = format!("{id:0>16}");
        let text = format!(
            "INSERT INTO application (id, number, account, person, kind, lang, flags, state, state_at, version, created_at, \
             submitted_at, {column}) VALUES ('{id}', '{number}', 'u1', 'p1', 'new', 'id', '', '{state}', 4, 1, 1, 2, \
             NULLIF('{value}', ''))"
        );
        self.run(&text).await;
    }

    /// A line of the timeline with its audit row.
    async fn change(&mut self, id: &str, action: &str, from: &str, to: &str, what: &str) {
        let text = format!(
            "INSERT INTO application_history (application, seq, at, what, by_kind) SELECT '{id}', COUNT(*) + 1, 3, '{what}', \
             'system' FROM application_history WHERE application = '{id}'"
        );
        self.run(&text).await;
        self.audit(action, "application", id, id, &json!({ "from": from, "to": to, "with": { "step": what } }));
    }

    fn audit(&mut self, action: &str, object: &str, id: &str, application: &str, detail: &Value) {
        let row = format!("t{:03}", self.audits.len() + 1);
        let detail = detail.to_string();
        self.audits.push([&row, "7", "system", "", action, object, id, application, &detail].map(str::to_owned));
    }

    async fn seal(&mut self) {
        let (mut text, mut hash) = (String::new(), String::new());
        for (at, row) in self.audits.iter().enumerate() {
            let mut bytes = Vec::new();
            for part in std::iter::once(&hash).chain(row) {
                bytes.extend((part.len() as u64).to_be_bytes());
                bytes.extend(part.bytes());
            }
            hash = hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes));
            let [id, time, kind, actor, action, object, object_id, application, detail] = row;
            let _ = writeln!(
                text,
                "INSERT INTO audit VALUES ('{id}', {time}, '{kind}', '{actor}', '{action}', '{object}', '{object_id}', \
                 '{application}', '{detail}', 7); INSERT INTO audit_seal VALUES ({}, '{id}', '{hash}', 8);",
                at + 1
            );
        }
        self.run(&text).await;
    }

    /// Where the database is.
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("mpaspor.db").display())
    }

    /// Writes a file beside the database.
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

/// The treasury's ledger that fits [`Scene::in_order`].
pub fn ledger() -> Value {
    let payment = |code: &str, ntpn: &str| {
        json!({ "ntpn": ntpn, "ntb": "1", "billingCode": code, "amount": 650_000, "paidAt": "2026-10-05T09:00:00+07:00",
            "agentCode": "1", "channelCode": "1", "reversedAt": null })
    };
    let row = |code: &str, state: &str, payments: Value| {
        json!({ "billingCode": code, "trxIdKl": code, "amount": 650_000, "createdAt": "2026-10-05T08:00:00+07:00",
            "expiresAt": "2026-10-05T10:00:00+07:00", "state": state, "payments": payments, "notices": [] })
    };
    let mut ledger = json!([
        row("code-b1", "PAID", json!([payment("code-b1", "NTPN1"), payment("code-b1", "NTPN2")])),
        row("code-b2", "EXPIRED", json!([])),
        row("code-b3", "PAID", json!([payment("code-b3", "NTPN3")])),
        row("code-b4", "SETTLED", json!([payment("code-b4", "NTPN4")])),
    ]);
    ledger[0]["notices"] = json!([{ "sequence": 1, "billingCode": "code-b1", "message": { "ntpn": "NTPN1", "sequence": 1 },
        "firstAt": "2026-10-05T09:00:00+07:00", "state": { "kind": "delivered" }, "attempts": [{}, {}] }]);
    ledger
}
