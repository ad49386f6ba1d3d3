//! When the steps of an office's cases happened.

use jiff::civil::Date;
use kernel::ids::OfficeCode;
use kernel::time::Timestamp;
use store::{Ask, Sql, StoreError, params, sql};

const STEPS: Sql = sql("SELECT s.case_file, s.step, s.at FROM case_file c JOIN case_step s ON s.case_file = c.id \
     WHERE c.office = $1 AND c.day >= $2 AND s.step IN ('check_in', 'interview', 'approve', 'print', 'ready') \
     ORDER BY s.case_file, s.seq");

/// A step of a case.
pub(crate) struct Stepped {
    pub case: String,
    pub word: String,
    pub at: Timestamp,
}

/// The steps of the cases of an office whose visit was not before a day, case by case in their order.
pub(crate) async fn steps(ask: &mut dyn Ask, office: &OfficeCode, from: Date) -> Result<Vec<Stepped>, StoreError> {
    let rows = ask.all(STEPS, params![office, from]).await?;
    rows.iter().map(|row| Ok(Stepped { case: row.text("case_file")?, word: row.text("step")?, at: row.time("at")? })).collect()
}
