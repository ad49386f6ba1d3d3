//! I3 and the rest of I8: our books against the treasury's.

use super::{Invariant, Report};
use crate::{AuditError, Database, files::LedgerRow};
use std::collections::{HashMap, HashSet};

const BILLS: &str = "SELECT id, reference, code, amount, evidence FROM bill WHERE state = 'paid' AND reference IS NOT NULL";
const CASES: &str = "SELECT id, ntpn, kind, amount, state FROM money_case";
const NOTICES: &str = "SELECT billing_code, ntpn, sequence FROM notice WHERE billing_code IS NOT NULL";

/// One place in our books where money of one NTPN lies.
struct Place {
    named: String,
    code: String,
    amount: i64,
}

#[derive(Default)]
struct Books {
    /// Places by NTPN.
    places: HashMap<String, Vec<Place>>,
    /// NTPNs that paid a bill by the treasury's word.
    believed: Vec<(String, String)>,
    /// NTPNs whose reversal is a case.
    reversed: HashSet<String>,
}

async fn books(db: &mut Database) -> Result<Books, AuditError> {
    let mut books = Books::default();
    for row in db.rows(BILLS).await? {
        let amount = row[3].parse().unwrap_or(0);
        let place = Place { named: format!("bill {}", row[0]), code: row[2].clone(), amount };
        books.places.entry(row[1].clone()).or_default().push(place);
        if row[4] == "treasury" {
            books.believed.push((row[0].clone(), row[1].clone()));
        }
    }
    for row in db.rows(CASES).await? {
        let ntpn = row[1].clone();
        let place = Place { named: format!("case {}", row[0]), code: String::new(), amount: row[3].parse().unwrap_or(0) };
        match row[2].as_str() {
            // money of a bill that stays paid: what is to become of it is asked, but it lies there
            "late" => {}
            "reversed" => {
                books.reversed.insert(ntpn);
            }
            // a decided case may have let the money pay a bill after all
            _ if row[4] == "closed" && books.places.contains_key(&ntpn) => {}
            _ => books.places.entry(ntpn).or_default().push(place),
        }
    }
    Ok(books)
}

/// Each payment that stands is in exactly one bill or case, with its amount, and the sums are equal; each bill that is paid
/// by the treasury's word is in its ledger; each notice that we said to have is kept.
pub async fn judge(db: &mut Database, ledger: &[LedgerRow], report: &mut Report) -> Result<(), AuditError> {
    let books = books(db).await?;
    let (mut standing, mut theirs, mut ours) = (0_i64, 0_i64, 0_i64);
    let mut known: HashSet<&str> = HashSet::new();
    for row in ledger {
        for payment in &row.payments {
            known.insert(&payment.ntpn);
            let places = books.places.get(&payment.ntpn).map_or(&[][..], Vec::as_slice);
            if payment.reversed_at.is_some() {
                given_back(&payment.ntpn, places, &books, report);
                continue;
            }
            standing += 1;
            theirs += payment.amount;
            ours += places.iter().map(|place| place.amount).sum::<i64>();
            standing_payment(&row.billing_code, &payment.ntpn, payment.amount, places, report);
        }
    }
    for (bill, ntpn) in &books.believed {
        if !known.contains(ntpn.as_str()) {
            report.violated(
                Invariant::I3,
                format!("bill {bill} is paid by NTPN {ntpn}, which the treasury's ledger does not have"),
            );
        }
    }
    if theirs != ours {
        report.violated(Invariant::I3, format!("the treasury's ledger has {theirs} rupiah, our bills and cases have {ours}"));
    }
    report.of(Invariant::I3).counts.extend([(standing, "payments"), (theirs, "rupiah")]);
    delivered(db, ledger, report).await
}

fn standing_payment(code: &str, ntpn: &str, amount: i64, places: &[Place], report: &mut Report) {
    let mut say = |sentence| report.violated(Invariant::I3, sentence);
    match places {
        [] => say(format!("NTPN {ntpn} of {amount} rupiah for billing code {code} is in no bill and no case")),
        [place] => {
            if place.amount != amount {
                say(format!("NTPN {ntpn} is of {amount} rupiah, but {} says {}", place.named, place.amount));
            }
            if !place.code.is_empty() && place.code != code {
                say(format!("NTPN {ntpn} is for billing code {code}, but {} has {}", place.named, place.code));
            }
        }
        many => {
            let named: Vec<&str> = many.iter().map(|place| place.named.as_str()).collect();
            say(format!("NTPN {ntpn} of {amount} rupiah is in more than one place: {}", named.join(", ")));
        }
    }
}

fn given_back(ntpn: &str, places: &[Place], books: &Books, report: &mut Report) {
    if let (Some(place), false) = (places.first(), books.reversed.contains(ntpn)) {
        let sentence =
            format!("NTPN {ntpn} was reversed by the bank, but it still counts in {} and no case says so", place.named);
        report.violated(Invariant::I3, sentence);
    }
}

async fn delivered(db: &mut Database, ledger: &[LedgerRow], report: &mut Report) -> Result<(), AuditError> {
    let kept: HashSet<Vec<String>> = db.rows(NOTICES).await?.into_iter().collect();
    let (mut sent, mut notices) = (0_i64, 0_i64);
    for (row, notice) in ledger.iter().flat_map(|row| row.notices.iter().map(move |notice| (row, notice))) {
        notices += 1;
        sent += i64::try_from(notice.attempts.len()).unwrap_or(i64::MAX);
        let ntpn = notice.message["ntpn"].as_str().unwrap_or_default().to_owned();
        let key = vec![row.billing_code.clone(), ntpn, notice.sequence.to_string()];
        if notice.state.delivered() && !kept.contains(&key) {
            let sentence = format!(
                "notice {} about billing code {} was acknowledged after {} sendings, but is not kept",
                notice.sequence,
                row.billing_code,
                notice.attempts.len()
            );
            report.violated(Invariant::I8, sentence);
        }
    }
    report.of(Invariant::I8).counts.extend([(notices, "notices of the treasury"), (sent, "sendings")]);
    Ok(())
}
