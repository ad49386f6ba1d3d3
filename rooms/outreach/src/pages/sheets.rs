//! Poster and leaflet: A5 sheets in both languages, printed by the browser.

use super::{Facts, address, day_at, spoken};
use crate::{guide::Rules, model::InformationDay, qr};
use askama::Template;
use axum::extract::Path;
use catalogue::Catalogue;
use kernel::{lang::Lang, time::Zone};
use shell::{Answer, Frame, House, Query, Visitor, words::Words};

/// One language on a poster.
struct Voice {
    w: Words,
    day: Facts,
}

#[derive(Template)]
#[template(path = "poster.html")]
struct PosterPage {
    frame: Frame,
    back: String,
    id: Voice,
    en: Voice,
    qr: String,
    spoken: String,
}

/// One side of a leaflet.
struct Side {
    w: Words,
    steps: Vec<(String, String)>,
    papers: Vec<String>,
    fees: Vec<(String, String)>,
    day: Option<Facts>,
    today: String,
    /// What the QR code is for.
    label: String,
}

#[derive(Template)]
#[template(path = "leaflet.html")]
struct LeafletPage {
    frame: Frame,
    back: String,
    back_text: String,
    sides: Vec<Side>,
    qr: String,
    spoken: String,
}

fn voice(house: &House, tables: &Catalogue, day: &InformationDay, lang: Lang) -> Voice {
    let w = Words::for_lang(lang);
    Voice { w, day: Facts::of(w, tables, day, house.now()) }
}

/// `GET /penyuluhan/{id}/poster`.
pub async fn poster(visitor: Visitor, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let house = &visitor.house;
    let day = day_at(house, &id).await?;
    let tables = catalogue::current(house);
    let path = format!("/penyuluhan/{}", day.id);
    let page = PosterPage {
        frame: visitor.frame(visitor.w.t("outreach-poster-title")).await,
        id: voice(house, &tables, &day, Lang::Id),
        en: voice(house, &tables, &day, Lang::En),
        qr: qr::svg(&address(house, &path)),
        spoken: spoken(house, "/penyuluhan"),
        back: path,
    };
    Ok(visitor.page(&page))
}

fn side(house: &House, tables: &Catalogue, lang: Lang, day: Option<&InformationDay>) -> Side {
    let w = Words::for_lang(lang);
    let today = house.now().day_in(Zone::Wib);
    let rules = Rules { w, tables, today };
    let step = |name: &str, text: String| (w.t(&format!("outreach-step-{name}")), text);
    let pay = rules.time("outreach-step-pay-text", "billing_valid_minutes");
    Side {
        w,
        steps: vec![
            step("account", w.t("outreach-step-account-text")),
            step("form", w.t("outreach-step-form-text")),
            step("date", w.t("outreach-step-date-text")),
            step("pay", pay),
            step("come", rules.count("outreach-step-come-text", "arrive_before_minutes")),
            step("collect", rules.count("outreach-step-collect-text", "issue_working_days")),
        ],
        papers: rules.papers("new_adult", true),
        fees: rules.fees().into_iter().map(|fee| (fee.name, fee.amount)).collect(),
        day: day.map(|day| Facts::of(w, tables, day, house.now())),
        today: w.plain_day(today),
        label: w.t(if day.is_some() { "outreach-qr-day" } else { "outreach-qr-guide" }),
    }
}

async fn leaflet(visitor: &Visitor, day: Option<&InformationDay>) -> Answer {
    let (house, w) = (&visitor.house, visitor.w);
    let tables = catalogue::current(house);
    let (path, back_text) = match day {
        Some(day) => (format!("/penyuluhan/{}", day.id), w.t("outreach-back-day")),
        None => ("/bantuan".to_owned(), w.t("outreach-title")),
    };
    let page = LeafletPage {
        frame: visitor.frame(w.t("outreach-leaflet-title")).await,
        sides: Lang::ALL.iter().map(|lang| side(house, &tables, *lang, day)).collect(),
        qr: qr::svg(&address(house, &path)),
        spoken: spoken(house, if day.is_some() { "/penyuluhan" } else { "/bantuan" }),
        back: path,
        back_text,
    };
    Ok(visitor.page(&page))
}

/// `GET /penyuluhan/{id}/selebaran`: with the day and the way to it.
pub async fn of_day(visitor: Visitor, Path(id): Path<String>, query: Query) -> Answer {
    query.only(&[])?;
    let day = day_at(&visitor.house, &id).await?;
    leaflet(&visitor, Some(&day)).await
}

/// `GET /selebaran`: with the way to the guide.
pub async fn of_guide(visitor: Visitor, query: Query) -> Answer {
    query.only(&[])?;
    leaflet(&visitor, None).await
}
