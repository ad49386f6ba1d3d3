//! The one row of links above all officers' pages: each leads to a page this officer's roles open, and no other.

use crate::words::Words;
use kernel::role::Role;

/// A link in the officers' row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavLink {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub text: String,
    /// The officer's key that opens it.
    pub key: &'static str,
    /// The reader is there, or on a page below it.
    pub current: bool,
}

/// An officers' page, its word in `frame.ftl`, the key that opens it, and whom its room lets in.
struct Door(&'static str, &'static str, &'static str, &'static [Role]);

/// Whoever works on cases may see that they exist.
const WORKERS: &[Role] = &[Role::FrontDesk, Role::Verifier, Role::Interviewer, Role::Adjudicator, Role::Printer, Role::HandOver];

/// In the order of a visit.
const DOORS: [Door; 7] = [
    Door("/petugas/hari-ini", "frame-desk-today", "H", WORKERS),
    Door("/petugas/masuk-antre", "frame-desk-entry", "A", &[Role::FrontDesk]),
    Door("/petugas/cetak", "frame-desk-print", "E", &[Role::Printer]),
    Door("/petugas/serah", "frame-desk-hand", "R", &[Role::HandOver]),
    Door("/petugas/keuangan", "frame-desk-finance", "G", &[Role::Finance]),
    Door("/petugas/penyuluhan", "frame-desk-outreach", "Y", &[Role::Outreach]),
    Door("/petugas/admin", "frame-desk-admin", "D", &[Role::Admin]),
];

/// The links of an officer with these roles on a page.
pub(crate) fn links(w: Words, roles: &[Role], path: &str) -> Vec<NavLink> {
    let path = path.split('?').next().unwrap_or_default();
    let below = |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    DOORS
        .iter()
        .filter(|Door(.., open_to)| open_to.iter().any(|role| roles.contains(role)))
        .map(|Door(href, words, key, _)| NavLink { href, text: w.t(words), key, current: below(href) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::links;
    use crate::words::Words;
    use kernel::{lang::Lang, role::Role};

    #[test]
    fn an_officer_sees_the_links_her_roles_open_and_where_she_is() {
        let w = Words::for_lang(Lang::Id);
        let of = |roles: &[Role], path: &str| links(w, roles, path).into_iter().map(|l| (l.text, l.current)).collect::<Vec<_>>();
        let said = |list: &[(&str, bool)]| list.iter().map(|(t, c)| ((*t).to_owned(), *c)).collect::<Vec<_>>();
        assert_eq!(of(&[Role::Printer], "/petugas/cetak?x=1"), said(&[("Hari ini", false), ("Cetak", true)]));
        assert_eq!(of(&[Role::Adjudicator], "/petugas/kasus/1"), said(&[("Hari ini", false)]));
        assert_eq!(of(&[Role::Finance], "/petugas/keuangan/7"), said(&[("Keuangan", true)]));
        assert_eq!(of(&[Role::Admin], "/petugas/admin/jejak"), said(&[("Admin", true)]));
        assert_eq!(of(&[Role::Outreach], "/petugas"), said(&[("Penyuluhan", false)]));
        assert_eq!(of(&Role::ALL, "/petugas/masuk-antre").len(), 7);
        let keys: Vec<&str> = links(w, &Role::ALL, "/petugas").into_iter().map(|link| link.key).collect();
        assert_eq!(keys, ["H", "A", "E", "R", "G", "Y", "D"], "each page has a key of its own");
    }
}
