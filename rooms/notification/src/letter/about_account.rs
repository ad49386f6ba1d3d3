//! Codes, invitations, changes of an account.

use super::Letter;
use crate::{
    mail::Addressed,
    model::{Kind, Message},
};
use ::store::StoreError;
use account::{CodePurpose, ContactKind};
use kernel::time::MINUTE;
use shell::{House, words::Words};

/// A code, or the note that the address has an account. None when it was used or is too old.
pub async fn code(house: &House, message: &Message) -> Result<Option<Addressed>, StoreError> {
    let now = house.real_now();
    let Some(mail) = account::code_mail(&house.vault, &mut house.reader(), &message.about, now).await? else {
        return Ok(None);
    };
    let w = Words::for_lang(mail.lang);
    let letter = match (mail.purpose, mail.digits) {
        (CodePurpose::SignUpKnown, _) | (_, None) => Letter::of(w, Kind::AddressKnown)
            .line(w.t("notification-address-known-text"))
            .line(w.t("notification-address-known-not-you")),
        (purpose, Some(digits)) => {
            let minutes = ((mail.expires_at.since(now) + MINUTE - 1) / MINUTE).max(1);
            Letter::of(w, Kind::Code)
                .line(w.t(what_for(purpose)))
                .line(w.with("notification-code-life", &[("time", &w.minutes(minutes))]))
                .line(w.t("notification-code-secret"))
                .fact(w.t("notification-code"), digits)
        }
    };
    Ok(Some(Addressed { to: mail.to, lang: mail.lang, name: None, letter }))
}

const fn what_for(purpose: CodePurpose) -> &'static str {
    match purpose {
        CodePurpose::SignUp | CodePurpose::SignUpKnown => "notification-code-sign-up",
        CodePurpose::Reset => "notification-code-reset",
        CodePurpose::NewEmail => "notification-code-new-email",
        CodePurpose::OldEmail => "notification-code-old-email",
        CodePurpose::NewPhone => "notification-code-new-phone",
    }
}

/// An officer's invitation with its one-time link. None when it was taken up or is too old.
pub async fn invitation(house: &House, message: &Message) -> Result<Option<Addressed>, StoreError> {
    let now = house.real_now();
    let Some(mail) = account::invitation_mail(&house.vault, &mut house.reader(), &message.about, now).await? else {
        return Ok(None);
    };
    let w = Words::for_lang(mail.lang);
    let catalogue = catalogue::current(house);
    let office = catalogue.office(&mail.office).map_or(mail.office.as_str(), |o| o.name.as_str());
    let letter = Letter::of(w, Kind::Invitation)
        .line(w.with("notification-invitation-text", &[("office", office)]))
        .line(w.t("notification-invitation-life"))
        .link(w.t("notification-invitation-go"), mail.link_path);
    Ok(Some(Addressed { to: mail.to, lang: mail.lang, name: Some(mail.name), letter }))
}

/// A change of address or number, told to the address before and after it.
pub async fn contact(house: &House, message: &Message) -> Result<Option<Addressed>, StoreError> {
    let Some(mail) = account::contact_change_mail(&house.vault, &mut house.reader(), &message.about).await? else {
        return Ok(None);
    };
    let w = Words::for_lang(mail.lang);
    let name = account::contact(&house.vault, &mut house.reader(), &mail.account).await?.map(|c| c.name);
    let letter = contact_letter(w, message, mail.what);
    let to = if message.kind == Kind::ContactOld { mail.old } else { mail.new };
    Ok(Some(Addressed { to, lang: mail.lang, name, letter }))
}

/// The same for the inbox.
pub async fn contact_shown(house: &House, w: Words, message: &Message) -> Result<Option<Letter>, StoreError> {
    let mail = account::contact_change_mail(&house.vault, &mut house.reader(), &message.about).await?;
    Ok(mail.map(|mail| contact_letter(w, message, mail.what)))
}

fn contact_letter(w: Words, message: &Message, what: ContactKind) -> Letter {
    let letter = Letter::of(w, message.kind);
    match (what, message.kind) {
        (ContactKind::Email, Kind::ContactNew) => letter.line(w.t("notification-contact-new-text")),
        (ContactKind::Email, _) => letter.line(w.t("notification-contact-email-text")).line(w.t("notification-account-not-you")),
        (ContactKind::Phone, _) => letter.line(w.t("notification-contact-phone-text")).line(w.t("notification-account-not-you")),
    }
}

/// The password was changed.
pub fn password(w: Words, message: &Message) -> Letter {
    Letter::of(w, message.kind).line(w.t("notification-password-changed-text")).line(w.t("notification-account-not-you"))
}

/// The second factor was switched on or off.
pub fn factor(w: Words, message: &Message) -> Letter {
    let text = if message.kind == Kind::FactorOn { "notification-factor-on-text" } else { "notification-factor-off-text" };
    Letter::of(w, message.kind).line(w.t(text)).line(w.t("notification-account-not-you"))
}
