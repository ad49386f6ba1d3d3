//! `GET /bantuan`

use askama::Template;
use catalogue::{Catalogue, Need, Predicate, Requirement};
use jiff::civil::Date;
use kernel::time::Zone;
use shell::{Answer, Frame, Visitor, words::Words};

/// One case with its rules, in the order they matter.
struct Case {
    /// The anchor of its heading.
    id: &'static str,
    /// The drawing beside it, of the component `scene`.
    scene: &'static str,
    title: String,
    rules: Vec<String>,
    /// Papers to bring and to photograph; empty where the rules say it all.
    papers: Vec<String>,
    /// Papers that only some need.
    more: Vec<String>,
    link: (String, &'static str),
}

/// What something costs today.
pub struct Fee {
    /// For what.
    pub name: String,
    /// How much.
    pub amount: String,
}

#[derive(Template)]
#[template(path = "guide.html")]
struct Guide {
    frame: Frame,
    today: String,
    cases: Vec<Case>,
    fees: Vec<Fee>,
}

/// A name as it stands within a sentence: its first letter is small, unless the name is an abbreviation.
fn within(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// What the sentences are made from: words, and the tables as they are in force on a day.
pub struct Rules<'a> {
    /// In which language.
    pub w: Words,
    /// The tables.
    pub tables: &'a Catalogue,
    /// On which day.
    pub today: Date,
}

impl Rules<'_> {
    fn limit(&self, name: &str) -> i64 {
        self.tables.limit(name, self.today)
    }

    /// A sentence with one limit as its number.
    pub fn count(&self, key: &str, limit: &str) -> String {
        self.w.count(key, self.limit(limit))
    }

    /// A sentence with a time made from a limit in minutes.
    pub fn time(&self, key: &str, limit: &str) -> String {
        self.w.with(key, &[("time", &self.w.minutes(self.limit(limit)))])
    }

    /// The amount of a tariff; the sentence falls away where the tables have none today.
    fn charge(&self, key: &str, tariff: &str) -> Option<String> {
        let row = self.tables.tariff(tariff, self.today)?;
        Some(self.w.with(key, &[("amount", &self.w.rupiah(row.amount))]))
    }

    fn name(&self, paper: &Requirement) -> String {
        let note = match self.w.lang() {
            kernel::lang::Lang::Id => &paper.note_id,
            kernel::lang::Lang::En => &paper.note_en,
        };
        let name = paper.name(self.w.lang());
        if note.is_empty() { name.to_owned() } else { format!("{name}. {note}") }
    }

    /// Names within a sentence, of which one is enough.
    fn either(&self, names: &[&str]) -> String {
        let small: Vec<String> = names.iter().map(|name| within(name)).collect();
        match small.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first, last] => self.w.with("outreach-or", &[("papers", first), ("last", last)]),
            [some @ .., last] => self.w.with("outreach-or-last", &[("papers", &some.join(", ")), ("last", last)]),
        }
    }

    /// The papers of a category, either those that everybody needs or those that depend on an answer; of each group one
    /// sentence that names them.
    pub fn papers(&self, category: &str, everybody: bool) -> Vec<String> {
        let mut all = self.tables.requirements(category, self.today);
        all.retain(|p| (p.condition == Predicate::Always) == everybody);
        let mut lines: Vec<String> = Vec::new();
        let mut groups: Vec<&str> = Vec::new();
        for paper in &all {
            match &paper.need {
                Need::OneOf(group) if groups.contains(&group.as_str()) => {}
                Need::OneOf(group) => {
                    groups.push(group);
                    let names: Vec<&str> = all
                        .iter()
                        .filter(|p| matches!(&p.need, Need::OneOf(g) if g == group))
                        .map(|p| p.name(self.w.lang()))
                        .collect();
                    lines.push(self.w.with("outreach-one-of", &[("papers", &self.either(&names))]));
                }
                Need::OfficeMade => {}
                Need::Required | Need::Conditional => lines.push(self.name(paper)),
            }
        }
        lines
    }

    fn link(&self, key: &str, href: &'static str) -> (String, &'static str) {
        (self.w.t(key), href)
    }

    fn applying(&self) -> [Case; 2] {
        let w = self.w;
        [
            Case {
                id: "baru",
                scene: "new",
                title: w.t("outreach-new-title"),
                rules: vec![
                    w.t("outreach-new-who"),
                    self.count("outreach-new-adult", "adult_age"),
                    w.t("outreach-new-anywhere"),
                    self.time("outreach-pay-within", "billing_valid_minutes"),
                    self.count("outreach-arrive", "arrive_before_minutes"),
                    self.count("outreach-ready", "issue_working_days"),
                    self.count("outreach-pickup", "pickup_days"),
                ],
                papers: self.papers("new_adult", true),
                more: self.papers("new_adult", false),
                link: self.link("outreach-new-go", "/permohonan/baru"),
            },
            Case {
                id: "ganti",
                scene: "replace",
                title: w.t("outreach-replace-title"),
                rules: vec![
                    self.count("outreach-replace-who", "replacement_early_months"),
                    w.with("outreach-replace-short", &[("year", &self.limit("short_list_from_year").to_string())]),
                    w.t("outreach-replace-bring"),
                ],
                papers: self.papers("replacement_adult", true),
                more: self.papers("replacement_adult", false),
                link: self.link("outreach-replace-go", "/permohonan/baru"),
            },
        ]
    }

    fn lost(&self) -> Case {
        let w = self.w;
        let span = [
            ("n_from", self.limit("suspension_min_months").to_string()),
            ("n_to", self.limit("suspension_max_months").to_string()),
        ];
        let span: Vec<(&str, &str)> = span.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let mut rules = vec![w.t("outreach-lost-office"), w.t("outreach-lost-police"), w.t("outreach-lost-damaged")];
        rules.extend(self.charge("outreach-lost-charge", "penalty_lost"));
        rules.extend(self.charge("outreach-lost-charge-damaged", "penalty_damaged"));
        rules.push(w.t("outreach-lost-force"));
        rules.push(w.with("outreach-lost-suspended", &span));
        Case {
            id: "hilang",
            scene: "lost",
            title: w.t("outreach-lost-title"),
            rules,
            papers: self.papers("lost", true),
            more: self.papers("lost", false),
            link: self.link("outreach-offices-go", "/kantor"),
        }
    }

    fn troubles(&self) -> [Case; 4] {
        let w = self.w;
        let case = |(id, scene), title, rules, link| Case {
            id,
            scene,
            title: w.t(title),
            rules,
            papers: Vec::new(),
            more: Vec::new(),
            link,
        };
        [
            case(
                ("terlambat-bayar", "late"),
                "outreach-late-title",
                vec![
                    self.time("outreach-late-seat", "billing_valid_minutes"),
                    w.t("outreach-late-again"),
                    self.count("outreach-late-money", "late_choice_days"),
                    w.t("outreach-late-twice"),
                ],
                self.link("outreach-mine-go", "/permohonan"),
            ),
            case(
                ("ubah-tanggal", "move"),
                "outreach-move-title",
                vec![
                    self.count("outreach-move-times", "reschedule_max"),
                    w.t("outreach-move-until"),
                    self.count("outreach-move-window", "reschedule_window_days"),
                    w.t("outreach-move-office"),
                ],
                self.link("outreach-mine-go", "/permohonan"),
            ),
            case(
                ("tidak-datang", "missed"),
                "outreach-missed-title",
                vec![
                    w.t("outreach-missed-money"),
                    self.count("outreach-missed-review", "no_show_review_days"),
                    w.t("outreach-missed-new"),
                ],
                self.link("outreach-new-go", "/permohonan/baru"),
            ),
            case(
                ("keluarga", "family"),
                "outreach-family-title",
                vec![w.t("outreach-family-each"), w.t("outreach-family-child"), w.t("outreach-family-together")],
                self.link("outreach-offices-go", "/kantor"),
            ),
        ]
    }

    /// What a passport costs today, each tariff once, then the faster lanes.
    pub fn fees(&self) -> Vec<Fee> {
        let mut codes: Vec<&str> = Vec::new();
        let books = self.tables.passport_types(self.today);
        let lanes = self.tables.lanes(self.today);
        let surcharges = lanes.iter().filter_map(|l| l.surcharge.as_deref());
        for code in books.iter().map(|b| b.tariff_code.as_str()).chain(surcharges) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let rows = codes.into_iter().filter_map(|code| self.tables.tariff(code, self.today));
        rows.map(|t| Fee { name: t.name(self.w.lang()).to_owned(), amount: self.w.rupiah(t.amount) }).collect()
    }
}

/// Draws the guide.
pub async fn show(visitor: Visitor) -> Answer {
    let w = visitor.w;
    let tables = catalogue::current(&visitor.house);
    let today = visitor.house.now().day_in(Zone::Wib);
    let rules = Rules { w, tables: &tables, today };
    let mut cases: Vec<Case> = rules.applying().into();
    cases.push(rules.lost());
    cases.extend(rules.troubles());
    let page = Guide { today: w.plain_day(today), cases, fees: rules.fees(), frame: visitor.frame(w.t("outreach-title")).await };
    Ok(visitor.page(&page))
}
