//! Home: what one can do here, on one screen.

use crate::pages::fees::{FeeRow, fee_rows};
use askama::Template;
use kernel::time::Zone;
use shell::{Answer, Frame, Visitor};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    frame: Frame,
    fees: Vec<FeeRow>,
    pay_time: String,
    ready_days: String,
}

/// `GET /`
pub(crate) async fn show(visitor: Visitor) -> Answer {
    let house = visitor.house.clone();
    let catalogue = catalogue::current(&house);
    let today = house.now().day_in(Zone::Wib);
    let frame = visitor.frame(visitor.w.t("journey-home-title")).await;
    let page = Home {
        fees: fee_rows(visitor.w, &catalogue, today),
        pay_time: visitor.w.minutes(catalogue.limit("billing_valid_minutes", today)),
        ready_days: catalogue.limit("issue_working_days", today).to_string(),
        frame,
    };
    Ok(visitor.page(&page))
}
