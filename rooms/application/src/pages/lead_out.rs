//! What is made at an office only: why, where to go, what to bring. Nothing that was answered is lost.

use super::Opened;
use crate::rules::{LeadOut, lead_out};
use askama::Template;
use axum::extract::Path;
use catalogue::{Need, Requirement};
use kernel::lang::Lang;
use shell::{Answer, Citizen, Frame, see_other, words::Words};

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

/// What a paper is called, and its note.
type Paper<'a> = (&'a str, &'a str);

/// Papers with their notes. Those of which one is enough are one entry, where the first of them stands.
fn bring(w: Words, rows: &[&Requirement]) -> Vec<(String, String)> {
    let mut all: Vec<(Option<&str>, Vec<Paper<'_>>)> = Vec::new();
    for row in rows.iter().filter(|r| !matches!(r.need, Need::OfficeMade)) {
        let paper = (row.name(w.lang()), if w.lang() == Lang::Id { row.note_id.as_str() } else { row.note_en.as_str() });
        let group = if let Need::OneOf(group) = &row.need { Some(group.as_str()) } else { None };
        match all.iter_mut().find(|(name, _)| group.is_some() && *name == group) {
            Some((_, papers)) => papers.push(paper),
            None => all.push((group, vec![paper])),
        }
    }
    all.into_iter().map(|(_, papers)| entry(w, &papers)).collect()
}

/// One paper, or several of which one is enough: a note they share is said once.
fn entry(w: Words, papers: &[Paper<'_>]) -> (String, String) {
    let Some((name, note)) = papers.first().filter(|_| papers.len() == 1) else {
        let names: Vec<&str> = papers.iter().map(|(name, _)| *name).collect();
        let mut notes: Vec<&str> = papers.iter().map(|(_, note)| *note).filter(|note| !note.is_empty()).collect();
        notes.dedup();
        return (w.with("application-lead-out-one-of", &[("papers", &names.join(", "))]), notes.join(" "));
    };
    ((*name).to_owned(), (*note).to_owned())
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
    let bring = bring(w, &opened.catalogue.requirements(code, today));
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
