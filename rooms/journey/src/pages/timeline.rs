//! After payment: where am I, what comes next, and when. And where a journey ended, what one can do.

use crate::voyage::{self, Knot, word_key};
use crate::whole::{paper_name, path};
use application::{Application, ApplicationState, StateWord};
use askama::Template;
use catalogue::{Catalogue, Office};
use counter::Pace;
use kernel::time::{MINUTE, Zone};
use payment::BillState;
use schedule::{Booking, Rules};
use shell::{Answer, Citizen, Frame, House, Problem, words::Words};

struct Line {
    class: &'static str,
    title: String,
    text: String,
    /// How long this step took at this office lately.
    pace: String,
}

struct Link {
    label: String,
    href: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct Timeline {
    frame: Frame,
    over: String,
    title: String,
    lede: String,
    links: Vec<Link>,
    lines: Vec<Line>,
    /// Where the durations come from, or why there are none.
    pace_about: String,
    bring: Vec<String>,
    asked_papers: Vec<String>,
    papers_href: String,
    number: String,
    /// What is still to be paid at the office's word, and where.
    owed: String,
    owed_href: String,
    place: String,
    visit: String,
    price: String,
    move_text: String,
    move_href: String,
    give_back_href: String,
    chance: String,
}

/// What the page is drawn from.
struct Scene<'a> {
    w: Words,
    application: &'a Application,
    catalogue: &'a Catalogue,
    booking: Option<Booking>,
    office: Option<&'a Office>,
    zone: Zone,
    pace: Pace,
}

impl Scene<'_> {
    fn hours(&self, booking: &Booking) -> String {
        self.w.hours(booking.slot.start, booking.slot.end, booking.zone)
    }

    /// The heading and the sentence under it.
    fn lead(&self) -> (String, String) {
        let (w, key) = (self.w, word_key(self.application.state.word()));
        match (&self.application.state, &self.booking) {
            (ApplicationState::Scheduled { .. }, Some(booking)) => {
                let before = self.catalogue.limit("arrive_before_minutes", booking.slot.day);
                let early = booking.slot.starts_at.plus(-before * MINUTE);
                let text = [("time", w.time(early, booking.zone)), ("n", before.to_string()), ("hours", self.hours(booking))];
                let text: Vec<(&str, &str)> = text.iter().map(|(k, v)| (*k, v.as_str())).collect();
                (
                    w.with("journey-lead-scheduled", &[("day", &w.near_day(booking.slot.day))]),
                    w.with("journey-next-scheduled-at", &text),
                )
            }
            (ApplicationState::InOffice { step, .. }, _) => {
                let step = application::state::step_code(*step).replace('_', "-");
                (w.t(&format!("journey-step-{step}")), w.t(&format!("journey-step-{step}-text")))
            }
            (ApplicationState::ChooseDate { until }, _) => {
                let text = w.with("journey-next-choose-date-until", &[("time", &w.moment(*until, self.zone))]);
                (w.t("journey-lead-choose-date"), text)
            }
            (ApplicationState::Rejected { reason }, _) => {
                let row = self.catalogue.rejection_reason(reason);
                let why = row.map_or_else(String::new, |r| r.name(w.lang()).to_owned());
                let next = row.map_or_else(String::new, |r| match w.lang() {
                    kernel::lang::Lang::Id => r.next_id.clone(),
                    kernel::lang::Lang::En => r.next_en.clone(),
                });
                (w.t("journey-lead-rejected"), format!("{why} {next}").trim().to_owned())
            }
            _ => (w.t(&format!("journey-lead-{key}")), w.t(&format!("journey-next-{key}"))),
        }
    }

    fn links(&self) -> Vec<Link> {
        let id = &self.application.id;
        let link = |key: &str, page: &str, class: &'static str| Link { label: self.w.t(key), href: path(id, page), class };
        match self.application.state.word() {
            StateWord::Scheduled => vec![
                link("journey-link-letter", "surat", ""),
                link("journey-link-calendar", "kunjungan.ics", "alt"),
                link("journey-link-receipt", "lunas", "alt"),
            ],
            StateWord::ChooseDate => vec![link("journey-link-choose", "pilih-tanggal", "")],
            StateWord::Rejected | StateWord::Missed | StateWord::GivenBack | StateWord::Void => {
                vec![Link { label: self.w.t("journey-link-new"), href: "/permohonan/baru".to_owned(), class: "" }]
            }
            StateWord::InOffice | StateWord::Ready | StateWord::Collected => vec![link("journey-link-receipt", "lunas", "alt")],
            _ => Vec::new(),
        }
    }

    fn knot_text(&self, knot: Knot) -> String {
        let key = format!("journey-knot-{}-text", knot.code());
        let w = self.w;
        match (knot, &self.booking) {
            (Knot::Visit, Some(b)) => format!("{}, {}", w.day(b.slot.day), self.hours(b)),
            (Knot::Ready, Some(b)) => {
                let days = self.catalogue.limit("issue_working_days", b.slot.day);
                let by = self.catalogue.add_working_days(b.slot.day, days);
                w.with("journey-knot-ready-by", &[("day", &w.day(by)), ("n", &days.to_string())])
            }
            _ if w.has(&key) => w.t(&key),
            _ => String::new(),
        }
    }

    fn lines(&self, history: &[application::HistoryRow]) -> Vec<Line> {
        let mut lines = self.way(history);
        // a way that ended before the passport says where
        if let (true, Some(last)) = (voyage::is_cut_short(&self.application.state), history.last()) {
            let (title, text) = (self.lead().0, self.w.moment(last.at, self.zone));
            lines.push(Line { class: "end", title, text, pace: String::new() });
        }
        lines
    }

    fn way(&self, history: &[application::HistoryRow]) -> Vec<Line> {
        voyage::thread(&self.application.state, history)
            .into_iter()
            .map(|tied| Line {
                class: tied.class,
                title: self.w.t(&format!("journey-knot-{}", tied.knot.code())),
                pace: if tied.class == "done" { String::new() } else { self.pace_text(tied.knot) },
                text: tied.at.map_or_else(|| self.knot_text(tied.knot), |at| self.w.moment(at, self.zone)),
            })
            .collect()
    }

    /// How long a step that is still to come took at this office; nothing while too few cases say anything.
    fn pace_text(&self, knot: Knot) -> String {
        let took = leg(knot).and_then(|leg| self.pace.of(leg)).filter(counter::Took::is_telling);
        took.map_or_else(String::new, |took| {
            let (half, most) = (duration(self.w, took.median), duration(self.w, took.ninth));
            self.w.with("journey-pace", &[("half", &half), ("most", &most)])
        })
    }

    /// Whether the durations of the steps to come are known, and from what.
    fn pace_about(&self, lines: &[Line]) -> String {
        let open = |knot: Knot| voyage::here(&self.application.state).is_some_and(|here| here <= knot);
        let ahead: Vec<counter::Leg> = Knot::ALL.into_iter().filter(|k| open(*k)).filter_map(leg).collect();
        if ahead.is_empty() || self.office.is_none() {
            return String::new();
        }
        if lines.iter().any(|line| !line.pace.is_empty()) {
            return self.w.with("journey-pace-about", &[("n_days", &counter::PACE_DAYS.to_string())]);
        }
        let most = ahead.into_iter().filter_map(|leg| self.pace.of(leg)).map(|took| took.cases).max().unwrap_or(0);
        let least = counter::PACE_CASES.to_string();
        self.w.with("journey-pace-few", &[("n_least", &least), ("n", &most.to_string())])
    }

    /// What can still be done about the date: the sentence, and where.
    fn moving(&self, house: &House) -> (String, String) {
        let (Some(booking), StateWord::Scheduled) = (&self.booking, self.application.state.word()) else {
            return (String::new(), String::new());
        };
        let rules = Rules::of(self.catalogue, booking.slot.day);
        match schedule::move_window(booking, &rules, house.now()) {
            Ok(window) => {
                let until = self.w.moment(window.until.plus(-MINUTE), booking.zone);
                let args = [("n", rules.moves.to_string()), ("until", until)];
                let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
                (self.w.with("journey-move-can", &args), path(&self.application.id, "ubah-jadwal"))
            }
            Err(schedule::MoveRefused::AlreadyMoved) => (self.w.t("journey-move-used"), String::new()),
            Err(_) => (self.w.t("journey-move-late"), String::new()),
        }
    }
}

/// The part of the counter's way that ends at a knot.
const fn leg(knot: Knot) -> Option<counter::Leg> {
    match knot {
        Knot::Examined => Some(counter::Leg::Examined),
        Knot::Approved => Some(counter::Leg::Approved),
        Knot::Printed => Some(counter::Leg::Printed),
        Knot::Ready => Some(counter::Leg::Ready),
        Knot::Sent | Knot::Paid | Knot::Visit | Knot::Collected => None,
    }
}

/// Minutes as people say them: rounded up to five minutes, from two hours to hours, from two days to days.
fn duration(w: Words, minutes: i64) -> String {
    let step = match minutes {
        ..120 => 5,
        120..2880 => 60,
        _ => 24 * 60,
    };
    let up = (minutes.max(1) + step - 1) / step * step;
    w.minutes(up)
}

/// Originals to bring: the papers that were sent.
async fn bring(house: &House, scene: &Scene<'_>) -> Result<Vec<String>, Problem> {
    if scene.application.state.word() != StateWord::Scheduled {
        return Ok(Vec::new());
    }
    let mut papers = documents::list(&mut house.reader(), &scene.application.id).await?;
    documents::in_order(scene.catalogue, scene.application.kind, house.now().day_in(scene.zone), &mut papers);
    let lang = scene.w.lang();
    Ok(papers.iter().filter(|p| p.is_accepted()).map(|p| paper_name(scene.catalogue, lang, &p.code)).collect())
}

/// The difference that the office waits for, as a sentence; empty when nothing is owed.
async fn owed(house: &House, scene: &Scene<'_>) -> Result<String, Problem> {
    if !matches!(scene.application.state, ApplicationState::InOffice { .. }) {
        return Ok(String::new());
    }
    let difference = payment::difference_bill(&mut house.reader(), &scene.application.id).await?;
    let w = scene.w;
    Ok(difference.map_or_else(String::new, |bill| {
        let amount = w.rupiah(bill.amount);
        match bill.state {
            BillState::Payable { deadline, .. } => {
                w.with("journey-owed-payable", &[("amount", &amount), ("time", &w.moment(deadline, scene.zone))])
            }
            BillState::Asked { .. } => w.with("journey-owed-asked", &[("amount", &amount)]),
            BillState::Expired { .. } => w.with("journey-owed-expired", &[("amount", &amount)]),
            BillState::Unknown { .. } => w.with("journey-owed-unknown", &[("amount", &amount)]),
            BillState::Paid { .. } | BillState::Cancelled { .. } => String::new(),
        }
    }))
}

/// Draws the thread.
pub(crate) async fn show(citizen: &Citizen, application: Application) -> Answer {
    let (visitor, w) = (&citizen.visitor, citizen.visitor.w);
    let house = visitor.house.clone();
    let catalogue = catalogue::current(&house);
    let mut ask = house.reader();
    let booking = schedule::live_of(&mut ask, &application.id).await?;
    let history = application::history(&mut ask, &application.id).await?;
    let name = application::answers(&house.vault, &mut ask, &application).await?.typed(catalogue::Field::FullName).to_owned();
    let asked = documents::requested(&mut ask, &application.id).await?;
    let bill = payment::visit_bill(&mut ask, &application.id).await?;
    let office = application.office.as_ref().and_then(|code| catalogue.office(code));
    let zone = office.map_or(Zone::Wib, |o| o.zone);
    let pace = match office {
        Some(office) => counter::pace(&house, &office.code).await?,
        None => Pace::default(),
    };
    let scene = Scene { w, application: &application, catalogue: &catalogue, booking, office, zone, pace };
    let lines = scene.lines(&history);
    let (title, lede) = scene.lead();
    let (move_text, move_href) = scene.moving(&house);
    let now = house.now();
    let open: Vec<_> = asked.iter().filter(|a| a.done_at.is_none() && now < a.until).collect();
    let today = now.day_in(zone);
    let may_leave = matches!(application.state.word(), StateWord::Scheduled | StateWord::ChooseDate);
    let page = Timeline {
        over: w.with("journey-over", &[("name", &name), ("kind", &w.t(&format!("journey-kind-{}", application.kind.code())))]),
        links: scene.links(),
        pace_about: scene.pace_about(&lines),
        lines,
        bring: bring(&house, &scene).await?,
        asked_papers: open
            .iter()
            .map(|a| {
                let name = paper_name(&catalogue, w.lang(), &a.code);
                w.with("journey-asked-paper", &[("paper", &name), ("until", &w.moment(a.until.plus(-MINUTE), zone))])
            })
            .collect(),
        papers_href: path(&application.id, "berkas"),
        owed: owed(&house, &scene).await?,
        owed_href: path(&application.id, "bayar"),
        number: grouped(&application.number),
        place: scene.office.map_or_else(String::new, |o| format!("{}, {}", o.name, o.regency)),
        visit: scene.booking.as_ref().map_or_else(String::new, |b| format!("{}, {}", w.day(b.slot.day), scene.hours(b))),
        price: bill.map_or_else(String::new, |b| w.rupiah(b.amount)),
        give_back_href: if may_leave { path(&application.id, "kembalikan") } else { String::new() },
        chance: if application.state.word() == StateWord::Missed {
            let days = catalogue.limit("no_show_review_days", today);
            w.count("journey-missed-review", days)
        } else {
            String::new()
        },
        move_text,
        move_href,
        title: title.clone(),
        lede,
        frame: visitor.frame(title).await,
    };
    Ok(visitor.page(&page))
}

/// `1553 0261 0070 0418`
pub(crate) fn grouped(number: &str) -> String {
    number.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join(" ")
}
