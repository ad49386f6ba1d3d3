//! What is made at an office only: why, where to go, what to bring. Nothing that was answered is lost.

use super::Opened;
use crate::rules::{LeadOut, lead_out};
use askama::Template;
use axum::extract::Path;
use catalogue::Need;
use kernel::lang::Lang;
use shell::{Answer, Citizen, Frame, see_other};

#[derive(Template)]
#[template(path = "lead_out.html")]
struct LeadOutPage {
    frame: Frame,
    id: String,
    title: String,
    text: String,
    bring: Vec<(String, String)>,
    change: String,
}

/// GET `/permohonan/{id}/datang-langsung`
pub(super) async fn draw(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let opened = Opened::of(&citizen, &id).await?;
    let Some(why) = lead_out(&opened.answers) else { return Ok(see_other(opened.home())) };
    let visitor = &citizen.visitor;
    let (w, today) = (visitor.w, opened.answers.today());
    let in_lang = |id: &str, en: &str| if visitor.lang == Lang::Id { id.to_owned() } else { en.to_owned() };
    let code = why.category(&opened.answers);
    let row = opened.catalogue.categories(today).into_iter().find(|c| c.code == code);
    let bring = opened
        .catalogue
        .requirements(code, today)
        .into_iter()
        .filter(|r| !matches!(r.need, Need::OfficeMade))
        .map(|r| (in_lang(&r.name_id, &r.name_en), in_lang(&r.note_id, &r.note_en)))
        .collect();
    let (title, change) = match why {
        LeadOut::Child if opened.answers.get(catalogue::Field::ApplyingFor) == Some("child") => {
            ("application-lead-out-child", "applying-for")
        }
        LeadOut::Child => ("application-lead-out-child", "birth"),
        LeadOut::Lost => ("application-lead-out-lost", "old-condition"),
        LeadOut::Damaged => ("application-lead-out-damaged", "old-condition"),
    };
    let title = w.t(title);
    let page = LeadOutPage {
        frame: visitor.frame(title.clone()).await,
        id: opened.application.id.to_string(),
        title,
        text: row.map(|c| in_lang(&c.lead_out_id, &c.lead_out_en)).unwrap_or_default(),
        bring,
        change: change.to_owned(),
    };
    Ok(visitor.page(&page))
}
