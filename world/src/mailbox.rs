//! Mails that were received, and how people read them.

use crate::wire::WireTime;
use mail_parser::{MessageParser, PartType};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A mail as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// Counts from 1.
    pub id: u64,
    /// When it came.
    pub at: WireTime,
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// Headers and body; bytes that are no UTF-8 were replaced.
    pub raw: String,
}

/// A mail with its words decoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedMail {
    /// Counts from 1.
    pub id: u64,
    /// When it came.
    pub at: WireTime,
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML part's source; empty without one.
    pub html: String,
    /// Addresses in the plain text, in order.
    pub links: Vec<String>,
    /// Headers and body as received.
    pub raw: String,
}

/// A piece of a text: words, or an address to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// An address.
    Link(String),
}

/// Splits a text at its web addresses; a full stop or bracket after one is not part of it.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(start) = ["http://", "https://"].iter().filter_map(|scheme| rest.find(scheme)).min() {
        let (before, tail) = rest.split_at(start);
        let end = tail.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(tail.len());
        let link = tail[..end].trim_end_matches(['.', ',', ')', ']', ';', ':', '!', '?']);
        if !before.is_empty() {
            out.push(Piece::Words(before.to_owned()));
        }
        out.push(Piece::Link(link.to_owned()));
        rest = &tail[link.len()..];
    }
    if !rest.is_empty() {
        out.push(Piece::Words(rest.to_owned()));
    }
    out
}

impl Mail {
    /// Decodes subject, text and HTML.
    pub fn read(&self) -> ReceivedMail {
        let parsed = MessageParser::default().parse(self.raw.as_bytes());
        let message = parsed.as_ref();
        let subject = message.and_then(|message| message.subject()).unwrap_or_default().to_owned();
        let text = message.and_then(|message| message.body_text(0)).unwrap_or_default().into_owned();
        // without an HTML part the parser would make one of the text
        let has_html = message.is_some_and(|message| message.html_bodies().any(|part| matches!(part.body, PartType::Html(_))));
        let html = message.filter(|_| has_html).and_then(|message| message.body_html(0)).unwrap_or_default().into_owned();
        let links = pieces(&text).into_iter().filter_map(|piece| if let Piece::Link(link) = piece { Some(link) } else { None });
        ReceivedMail {
            id: self.id,
            at: self.at,
            from: self.from.clone(),
            to: self.to.clone(),
            links: links.collect(),
            subject,
            text,
            html,
            raw: self.raw.clone(),
        }
    }
}

/// Mails whose recipient contains the words (case does not count), newest first, at most so many.
pub fn find(mails: &VecDeque<Mail>, to: &str, most: usize) -> Vec<ReceivedMail> {
    let wanted = to.trim().to_lowercase();
    let matches = |mail: &&Mail| wanted.is_empty() || mail.to.iter().any(|one| one.to_lowercase().contains(&wanted));
    mails.iter().rev().filter(matches).take(most).map(Mail::read).collect()
}
