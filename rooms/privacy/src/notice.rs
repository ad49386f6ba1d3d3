//! `GET /data-pribadi`

use askama::Template;
use kernel::time::Zone;
use shell::{Answer, Frame, Visitor};

/// What is kept, and why.
struct Kept {
    what: String,
    why: String,
}

#[derive(Template)]
#[template(path = "notice.html")]
struct Notice {
    frame: Frame,
    kept: Vec<Kept>,
    how_long: Vec<String>,
}

/// Draws the notice; the numbers are those of the tables in force.
pub async fn show(visitor: Visitor) -> Answer {
    let w = visitor.w;
    let tables = catalogue::current(&visitor.house);
    let today = visitor.house.now().day_in(Zone::Wib);
    let kept = [
        ("privacy-kept-account", "privacy-kept-account-why"),
        ("privacy-kept-answers", "privacy-kept-answers-why"),
        ("privacy-kept-papers", "privacy-kept-papers-why"),
        ("privacy-kept-registers", "privacy-kept-registers-why"),
        ("privacy-kept-money", "privacy-kept-money-why"),
        ("privacy-kept-trail", "privacy-kept-trail-why"),
    ];
    let page = Notice {
        kept: kept.into_iter().map(|(what, why)| Kept { what: w.t(what), why: w.t(why) }).collect(),
        how_long: vec![
            w.t("privacy-long-code"),
            w.count("privacy-long-draft", tables.limit("draft_days", today)),
            w.t("privacy-long-old-paper"),
            w.t("privacy-long-sent"),
        ],
        frame: visitor.frame(w.t("privacy-title")).await,
    };
    Ok(visitor.page(&page))
}
