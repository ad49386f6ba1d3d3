//! A day as a calendar file (RFC 5545).

use crate::model::InformationDay;
use shell::ics::{escaped, instant, line};
use std::fmt::Write as _;

/// What the file says in words.
pub struct Said<'a> {
    /// The title.
    pub summary: &'a str,
    /// Where.
    pub location: &'a str,
    /// How to get there and what else is to be known.
    pub description: &'a str,
    /// The day's page.
    pub url: &'a str,
}

/// The file, with an alarm on the day before.
pub fn file(day: &InformationDay, said: &Said<'_>) -> String {
    let mut out = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//M-Paspor//Penyuluhan//ID\r\nBEGIN:VEVENT\r\n");
    line(&mut out, "UID", &format!("{}@mpaspor", day.id));
    line(&mut out, "SEQUENCE", &day.version.to_string());
    line(&mut out, "DTSTAMP", &instant(day.changed_at));
    line(&mut out, "DTSTART", &instant(day.starts_at));
    line(&mut out, "DTEND", &instant(day.ends_at));
    line(&mut out, "SUMMARY", &escaped(said.summary));
    line(&mut out, "LOCATION", &escaped(said.location));
    line(&mut out, "DESCRIPTION", &escaped(said.description));
    line(&mut out, "URL", said.url);
    line(&mut out, "STATUS", if day.is_open() { "CONFIRMED" } else { "CANCELLED" });
    if day.is_open() {
        out.push_str("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n");
        line(&mut out, "DESCRIPTION", &escaped(said.summary));
        out.push_str("END:VALARM\r\n");
    }
    let _ = write!(out, "END:VEVENT\r\nEND:VCALENDAR\r\n");
    out
}
