//! What stands around every page.

use crate::{
    House, Visitor,
    assets::Assets,
    format,
    nav::{self, NavLink},
    words::Words,
};
use kernel::{
    ids::AccountId,
    lang::Lang,
    time::{MINUTE, Zone},
};
use store::StoreError;

/// Who is signed in, as the header shows it.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The name in the header.
    pub name: String,
    /// Unread messages.
    pub unread: u32,
    /// True at an officer's desk.
    pub is_officer: bool,
    /// The officer's office.
    pub office: Option<String>,
    /// The pages the officer's roles open; empty for applicants.
    pub nav: Vec<NavLink>,
}

/// The bar that says that nothing is real, with the trial's clock.
#[derive(Debug, Clone)]
pub struct TrialBar {
    /// The present in domain time.
    pub now_text: String,
    /// How far it was moved; empty when it was not.
    pub offset_text: String,
    /// The simulated outside.
    pub world_url: String,
    /// Where to come back to.
    pub back: String,
}

/// The end of the reader's session, so that nobody is surprised by it. Milliseconds since 1970.
#[derive(Debug, Clone)]
pub struct Idle {
    /// If nothing more is heard from the browser.
    pub ends: i64,
    /// Whatever is heard.
    pub last: i64,
    /// The server's present: the phone's clock may differ.
    pub now: i64,
    /// How long one request keeps the session.
    pub life: i64,
    /// At an officer's desk, where a form that comes too late is not kept.
    pub is_desk: bool,
    /// `life`, rounded down to whole minutes: an hour of the clock would need a zone, and the reader's is not known.
    pub minutes: String,
}

/// The frame of a page: language, words, header, trial bar.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The reader's language.
    pub lang: Lang,
    /// Words in that language.
    pub w: Words,
    /// Path and query of this page.
    pub path: String,
    /// The title.
    pub title: String,
    /// The nonce of the content policy.
    pub nonce: String,
    /// The key of this drawing's forms.
    pub key: String,
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// The end of the session.
    pub idle: Option<Idle>,
    /// Trial mode.
    pub trial: Option<TrialBar>,
    /// Address of the style sheet.
    pub css: String,
    /// Address of the script.
    pub js: String,
    /// This page in the other language.
    pub other_lang_url: String,
}

impl Frame {
    /// This page's address without its query, for a form that goes where its page stands.
    pub fn address(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }
}

/// Tells what the frame needs from a room above the shell. Filled at the roof.
#[async_trait::async_trait]
pub trait FrameSource: Send + Sync {
    /// Unread messages of an account.
    async fn unread(&self, house: &House, account: &AccountId) -> Result<u32, StoreError>;
}

#[async_trait::async_trait]
impl FrameSource for () {
    async fn unread(&self, _house: &House, _account: &AccountId) -> Result<u32, StoreError> {
        Ok(0)
    }
}

/// The path with `bahasa=<other>` in its query.
fn other_language(path: &str, lang: Lang) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts: Vec<&str> = query.split('&').filter(|p| !p.is_empty() && !p.starts_with("bahasa=")).collect();
    let own = format!("bahasa={}", lang.other().code());
    parts.push(&own);
    format!("{path}?{}", parts.join("&"))
}

impl Visitor {
    /// The frame of a page with this title.
    pub async fn frame(&self, title: impl Into<String>) -> Frame {
        let trial = self.house.trial.as_ref().map(|info| {
            let offset = self.house.db.time().offset() / kernel::time::MINUTE;
            TrialBar {
                now_text: format::moment(self.lang, self.house.now(), Zone::Wita),
                offset_text: if offset == 0 { String::new() } else { format!("+{}", format::minutes(self.lang, offset)) },
                world_url: info.world_url.clone(),
                back: self.path.clone(),
            }
        });
        Frame {
            lang: self.lang,
            w: self.w,
            path: self.path.clone(),
            title: title.into(),
            nonce: self.nonce.clone(),
            key: self.key.clone(),
            signed_in: self.signed_in().await,
            idle: self.idle(),
            trial,
            css: Assets::url("app.css"),
            js: Assets::script(self.lang),
            other_lang_url: other_language(&self.path, self.lang),
        }
    }

    /// The end of the session this page belongs to, in real time.
    pub fn idle(&self) -> Option<Idle> {
        let is_desk = self.path.starts_with("/petugas");
        let end = if is_desk { self.desk_end } else { self.session_end }?;
        Some(Idle {
            ends: end.at.0,
            last: end.last.0,
            now: self.house.real_now().0,
            life: end.idle,
            is_desk,
            minutes: (end.idle / MINUTE).to_string(),
        })
    }

    async fn signed_in(&self) -> Option<SignedIn> {
        if self.path.starts_with("/petugas") {
            let officer = self.officer.as_ref()?;
            let office = Some(officer.office_name.clone());
            let nav = nav::links(self.w, &officer.roles, &self.path);
            return Some(SignedIn { name: officer.name.clone(), unread: 0, is_officer: true, office, nav });
        }
        let citizen = self.citizen.as_ref()?;
        let unread = self.house.frames.unread(&self.house, &citizen.account).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "unread messages could not be counted");
            0
        });
        Some(SignedIn { name: citizen.name.clone(), unread, is_officer: false, office: None, nav: Vec::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::other_language;
    use kernel::lang::Lang;

    #[test]
    fn the_language_switch_keeps_the_page() {
        assert_eq!(other_language("/masuk?kembali=%2Fakun&bahasa=id", Lang::Id), "/masuk?kembali=%2Fakun&bahasa=en");
        assert_eq!(other_language("/", Lang::En), "/?bahasa=id");
    }
}
