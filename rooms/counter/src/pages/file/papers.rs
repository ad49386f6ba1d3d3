//! The papers of a case: one page of one paper at a time, shown from the second origin.

use super::Shown;
use crate::model::Case;
use crate::pages::zone_of;
use application::Application;
use documents::{CaseAccess, Paper, Viewer};
use shell::Desk;
use store::{Reader, StoreError};

pub(super) struct Tab {
    pub href: String,
    pub name: String,
    pub current: bool,
}

#[derive(Default)]
pub(super) struct Papers {
    pub tabs: Vec<Tab>,
    pub pages: Vec<Tab>,
    pub picture: String,
    pub alt: String,
    pub sent: String,
}

/// The name of a paper by its code.
pub(super) fn name(desk: &Desk, code: &str) -> String {
    let catalogue = catalogue::current(&desk.visitor.house);
    catalogue.document(code).map_or_else(|| code.to_owned(), |paper| paper.name(desk.visitor.lang).to_owned())
}

/// The tabs, and a link to the page that is looked at. Each link is an audit row of the application.
pub(super) async fn read(
    desk: &Desk,
    reader: &mut Reader,
    (case, found): (&Case, &Application),
    shown: &Shown,
) -> Result<Papers, StoreError> {
    let (house, w) = (&desk.visitor.house, desk.visitor.w);
    // the case is of the officer's own office: checked by whoever draws this page
    let access = CaseAccess::granted(desk.officer.clone(), case.id.clone(), case.application.clone());
    let mut papers = documents::for_officer(reader, &access).await?;
    papers.retain(Paper::is_accepted);
    documents::in_order(&catalogue::current(house), found.kind, house.now().day_in(zone_of(desk)), &mut papers);
    let Some(current) = papers.iter().find(|p| p.code == shown.paper).or_else(|| papers.first()) else {
        return Ok(Papers::default());
    };
    let path = format!("/petugas/kasus/{}", case.id);
    let page = shown.page.clamp(1, current.pages.max(1));
    let link = documents::view_link(house, Viewer::Officer(&access), &current.id, page).await?;
    let tab = |paper: &Paper| Tab {
        href: format!("{path}?berkas={}", paper.code),
        name: name(desk, &paper.code),
        current: paper.id == current.id,
    };
    let page_tab = |number: i64| Tab {
        href: format!("{path}?berkas={}&halaman={number}", current.code),
        name: number.to_string(),
        current: number == page,
    };
    let paper = name(desk, &current.code);
    let number = page.to_string();
    Ok(Papers {
        tabs: papers.iter().map(tab).collect(),
        pages: if current.pages > 1 { (1..=current.pages).map(page_tab).collect() } else { Vec::new() },
        picture: link.unwrap_or_default(),
        alt: w.with("counter-paper-alt", &[("paper", &paper), ("page", &number)]),
        sent: w.with("counter-paper-sent", &[("at", &w.moment(current.uploaded_at, zone_of(desk)))]),
    })
}
