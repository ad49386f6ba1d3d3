//! `/latihan`: how a class practises with `mpaspor trial`, and the invented persons to play.

use crate::practice::{PERSONS, Story};
use askama::Template;
use jiff::civil::Date;
use shell::{Answer, Frame, Problem, Query, Visitor, words::Words};

#[derive(Template)]
#[template(path = "practice.html")]
struct PracticePage {
    frame: Frame,
    steps: Vec<(String, String)>,
    /// What each does, and its parts that stay whole on a narrow page.
    commands: Vec<(String, Vec<&'static str>)>,
    tasks: Vec<(String, String)>,
    trial: bool,
    world: String,
}

struct PersonCard {
    name: &'static str,
    nik: String,
    born: String,
    sex: String,
    address: &'static str,
    mother: &'static str,
    father: &'static str,
    role: String,
    text: String,
}

#[derive(Template)]
#[template(path = "persons.html")]
struct PersonsPage {
    frame: Frame,
    persons: Vec<PersonCard>,
}

/// Says how.
pub async fn show(visitor: Visitor, query: Query) -> Answer {
    query.only(&[])?;
    let w = visitor.w;
    let pair = |name: &str| (w.t(&format!("outreach-practice-{name}")), w.t(&format!("outreach-practice-{name}-text")));
    let trial = visitor.house.trial.as_ref();
    let page = PracticePage {
        frame: visitor.frame(w.t("outreach-practice-title")).await,
        steps: ["install", "open", "people", "play", "again"].map(pair).into(),
        commands: vec![
            (w.t("outreach-practice-run"), vec!["mpaspor trial"]),
            (w.t("outreach-practice-run-class"), vec!["mpaspor trial", "--listen", "0.0.0.0:8080"]),
            (w.t("outreach-practice-run-fresh"), vec!["mpaspor trial", "--fresh"]),
        ],
        tasks: ["first", "lost-form", "late", "officer"].map(pair).into(),
        trial: trial.is_some(),
        world: trial.map(|t| t.world_url.clone()).unwrap_or_default(),
    };
    Ok(visitor.page(&page))
}

fn groups(nik: &str) -> String {
    let digits: Vec<char> = nik.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What to play: the title and what will happen.
fn story(w: Words, story: Story) -> (String, String) {
    let key = story.key();
    (w.t(&format!("outreach-story-{key}")), w.t(&format!("outreach-story-{key}-text")))
}

/// The persons: only in a trial, where registers know them and nobody else.
pub async fn persons(visitor: Visitor, query: Query) -> Answer {
    query.only(&[])?;
    if visitor.house.trial.is_none() {
        return Err(Problem::not_found());
    }
    let w = visitor.w;
    let cards = PERSONS.iter().map(|p| {
        let (role, text) = story(w, p.story);
        let (year, month, day) = p.born;
        let born = Date::new(year, month, day).map_or_else(|_| String::new(), |d| w.plain_day(d));
        let sex = w.t(if p.female { "outreach-person-woman" } else { "outreach-person-man" });
        PersonCard {
            name: p.name,
            nik: groups(p.nik),
            born: format!("{}, {born}", p.birth_place),
            sex,
            address: p.address,
            mother: p.mother,
            father: p.father,
            role,
            text,
        }
    });
    let persons = cards.collect();
    let page = PersonsPage { frame: visitor.frame(w.t("outreach-persons-title")).await, persons };
    Ok(visitor.page(&page))
}
