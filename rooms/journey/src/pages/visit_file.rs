//! The paid visit as a calendar file (RFC 5545), in the office's zone, with an alarm on the day before.

use crate::whole::{own, paper_name, path};
use axum::{extract::Path, http::header, response::IntoResponse as _};
use catalogue::Office;
use kernel::problem::ProblemCode;
use kernel::time::{MINUTE, Timestamp, Zone};
use schedule::{Booking, BookingState};
use shell::{
    Answer, Citizen, Problem,
    ics::{escaped, instant, line},
};
use std::fmt::Write as _;

/// What the file says in words.
struct Said {
    summary: String,
    location: String,
    description: String,
    url: String,
}

/// An instant on the wall clock of a zone.
fn wall(at: Timestamp, zone: Zone) -> String {
    at.zoned(zone).strftime("%Y%m%dT%H%M%S").to_string()
}

/// The zones of Indonesia have no summer time: one rule since long before any passport of ours.
fn zone_lines(out: &mut String, zone: Zone) {
    let offset = match zone {
        Zone::Wib => "+0700",
        Zone::Wita => "+0800",
        Zone::Wit => "+0900",
    };
    let (id, label) = (zone.iana(), zone.label());
    let _ = write!(
        out,
        "BEGIN:VTIMEZONE\r\nTZID:{id}\r\nBEGIN:STANDARD\r\nDTSTART:19880101T000000\r\nTZOFFSETFROM:{offset}\r\n\
         TZOFFSETTO:{offset}\r\nTZNAME:{label}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    );
}

/// The file. `now` is the moment of asking; a moved visit keeps its id and gets a higher sequence.
fn drawn(booking: &Booking, said: &Said, (early, now): (i64, Timestamp)) -> String {
    let zone = booking.zone;
    let ends = booking.slot.end.on(booking.slot.day, zone);
    let mut out = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//M-Paspor//Kunjungan//ID\r\nMETHOD:PUBLISH\r\n");
    zone_lines(&mut out, zone);
    out.push_str("BEGIN:VEVENT\r\n");
    line(&mut out, "UID", &format!("{}@mpaspor", booking.application));
    line(&mut out, "SEQUENCE", &booking.moves.to_string());
    line(&mut out, "DTSTAMP", &instant(now));
    let starts = booking.slot.starts_at.plus(-early * MINUTE);
    line(&mut out, &format!("DTSTART;TZID={}", zone.iana()), &wall(starts, zone));
    line(&mut out, &format!("DTEND;TZID={}", zone.iana()), &wall(ends, zone));
    line(&mut out, "SUMMARY", &escaped(&said.summary));
    line(&mut out, "LOCATION", &escaped(&said.location));
    line(&mut out, "DESCRIPTION", &escaped(&said.description));
    line(&mut out, "URL", &said.url);
    out.push_str("STATUS:CONFIRMED\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n");
    line(&mut out, "DESCRIPTION", &escaped(&said.summary));
    out.push_str("END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    out
}

fn place(office: Option<&Office>) -> String {
    let Some(office) = office else { return String::new() };
    if office.address.is_empty() {
        format!("{}, {}", office.name, office.regency)
    } else {
        format!("{}, {}", office.name, office.address)
    }
}

/// `GET /permohonan/{id}/kunjungan.ics`
pub(crate) async fn file(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let (house, w) = (citizen.visitor.house.clone(), citizen.visitor.w);
    let application = own(&house, &citizen.account, &id).await?;
    let mut ask = house.reader();
    let live = schedule::live_of(&mut ask, &application.id).await?;
    let booking = live.filter(|b| b.state == BookingState::Booked).ok_or_else(|| {
        Problem::new(ProblemCode::WrongState).because("journey-problem-no-visit-file").back(path(&application.id, ""))
    })?;
    let catalogue = catalogue::current(&house);
    let office = application.office.as_ref().and_then(|code| catalogue.office(code));
    let mut papers = documents::list(&mut ask, &application.id).await?;
    documents::in_order(&catalogue, application.kind, booking.slot.day, &mut papers);
    let papers: Vec<String> =
        papers.iter().filter(|p| p.is_accepted()).map(|p| paper_name(&catalogue, w.lang(), &p.code)).collect();
    let early = catalogue.limit("arrive_before_minutes", booking.slot.day);
    let hours = w.hours(booking.slot.start, booking.slot.end, booking.zone);
    let letter = path(&application.id, "surat");
    let mut description = w.with("journey-ics-text", &[("hours", &hours), ("n", &early.to_string())]);
    if !papers.is_empty() {
        let _ = write!(description, "\n{}: {}", w.t("journey-bring"), papers.join("; "));
    }
    let said = Said {
        summary: w.t("journey-ics-title"),
        location: place(office),
        description,
        url: format!("{}{letter}", house.config.public_url.trim_end_matches('/')),
    };
    let text = drawn(&booking, &said, (early, house.now()));
    let kind = (header::CONTENT_TYPE, "text/calendar; charset=utf-8");
    let name = (header::CONTENT_DISPOSITION, "attachment; filename=\"kunjungan-paspor.ics\"");
    Ok(([kind, name], text).into_response())
}
