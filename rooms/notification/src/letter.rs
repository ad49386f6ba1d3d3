//! What a message says: drawn at the moment of sending or showing, from the doors of the neighbours.

mod about_account;

use crate::{
    mail::Addressed,
    model::{Kind, Message},
};
use ::store::StoreError;
use kernel::lang::Lang;
use shell::{House, words::Words};

/// A text with what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The subject line, and the heading in the inbox.
    pub subject: String,
    /// Sentences.
    pub lines: Vec<String>,
    /// Facts with their labels.
    pub facts: Vec<(String, String)>,
    /// A label and a path within the product; never one that signs in, but for an officer's invitation.
    pub link: Option<(String, String)>,
}

impl Letter {
    fn of(w: Words, kind: Kind) -> Self {
        Self { subject: w.t(kind.subject()), lines: Vec::new(), facts: Vec::new(), link: None }
    }

    fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    fn fact(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.facts.push((label.into(), value.into()));
        self
    }

    fn link(mut self, label: impl Into<String>, path: impl Into<String>) -> Self {
        self.link = Some((label.into(), path.into()));
        self
    }
}

/// Whether a message is still true.
pub enum Fresh<T> {
    /// It is.
    Yes(T),
    /// It is not, or nobody is there to be told.
    No,
}

/// The letter of a message with its address, for the mail.
pub async fn addressed(house: &House, message: &Message) -> Result<Fresh<Addressed>, StoreError> {
    let found = match message.kind {
        Kind::Code | Kind::AddressKnown => about_account::code(house, message).await?,
        Kind::Invitation => about_account::invitation(house, message).await?,
        Kind::ContactOld | Kind::ContactNew => about_account::contact(house, message).await?,
        _ => to_holder(house, message).await?,
    };
    Ok(found.map_or(Fresh::No, Fresh::Yes))
}

async fn to_holder(house: &House, message: &Message) -> Result<Option<Addressed>, StoreError> {
    let Some(account) = &message.account else { return Ok(None) };
    let Some(contact) = account::contact(&house.vault, &mut house.reader(), account).await? else { return Ok(None) };
    let Some(letter) = draw(house, message, contact.lang).await? else { return Ok(None) };
    Ok(Some(Addressed { to: contact.email, lang: contact.lang, name: Some(contact.name), letter }))
}

async fn draw(_house: &House, message: &Message, lang: Lang) -> Result<Option<Letter>, StoreError> {
    let w = Words::for_lang(lang);
    match message.kind {
        Kind::PasswordChanged => Ok(Some(about_account::password(w, message))),
        _ => Ok(None),
    }
}
