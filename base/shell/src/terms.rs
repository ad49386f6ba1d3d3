//! Official terms: a page that uses one says at its end what it means, so that whoever reads it aloud need not know it.
//! The list stands in `docs/terms.md` too.

use crate::words::Words;
use kernel::lang::Lang;
use std::{fmt::Write as _, sync::LazyLock};

/// A term and its meaning, as keys of the words.
const TERMS: [(&str, &str); 13] = [
    ("frame-term-nik", "frame-term-nik-means"),
    ("frame-term-billing", "frame-term-billing-means"),
    ("frame-term-revenue", "frame-term-revenue-means"),
    ("frame-term-ntpn", "frame-term-ntpn-means"),
    ("frame-term-ntb", "frame-term-ntb-means"),
    ("frame-term-letter", "frame-term-letter-means"),
    ("frame-term-electronic", "frame-term-electronic-means"),
    ("frame-term-polycarbonate", "frame-term-polycarbonate-means"),
    ("frame-term-biometrics", "frame-term-biometrics-means"),
    ("frame-term-registry", "frame-term-registry-means"),
    ("frame-term-authenticator", "frame-term-authenticator-means"),
    ("frame-term-quota", "frame-term-quota-means"),
    ("frame-term-tpi", "frame-term-tpi-means"),
];

/// A term in a language.
struct Term {
    /// As it is shown.
    said: String,
    /// In small letters, as it is looked for.
    small: String,
    means: String,
}

impl Term {
    fn all(lang: Lang) -> Vec<Self> {
        let w = Words::for_lang(lang);
        let one = |(term, means): &(&str, &str)| Self { said: w.t(term), small: w.t(term).to_lowercase(), means: w.t(means) };
        TERMS.iter().map(one).collect()
    }
}

/// All terms of a language, in the order of the list: read once, for every page asks.
fn terms(lang: Lang) -> &'static [Term] {
    static ID: LazyLock<Vec<Term>> = LazyLock::new(|| Term::all(Lang::Id));
    static EN: LazyLock<Vec<Term>> = LazyLock::new(|| Term::all(Lang::En));
    match lang {
        Lang::Id => &ID,
        Lang::En => &EN,
    }
}

/// The text between the tags of a piece of a page, in small letters.
fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (at, piece) in html.split('<').enumerate() {
        let after = if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, after)| after) };
        text.push_str(after);
        text.push(' ');
    }
    text.to_lowercase()
}

/// Whether a text has a term as a word of its own, both in small letters; in English also in the plural.
fn says(text: &str, term: &str) -> bool {
    text.match_indices(term).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + term.len()..]);
        let after = after.strip_prefix('s').unwrap_or(after);
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })
}

/// The page with the meanings of the terms that its main part uses, folded, before that part ends. A page without terms stays
/// as it is.
pub(crate) fn explained(html: String, w: Words) -> String {
    let Some((begin, end)) = html.find("<main").zip(html.rfind("</main>")) else { return html };
    let text = text_of(&html[begin..end]);
    let mut rows = String::new();
    for Term { said, means, .. } in terms(w.lang()).iter().filter(|term| says(&text, &term.small)) {
        // words of ours: nothing in them is markup
        let _infallible = write!(rows, "<dt>{said}</dt><dd>{means}</dd>");
    }
    if rows.is_empty() {
        return html;
    }
    let title = w.t("frame-terms");
    let (before, after) = html.split_at(end);
    format!(
        "{before}<div class=\"wrap noprint\"><details class=\"terms\"><summary>{title}</summary><dl>{rows}</dl></details></div>{after}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(main: &str) -> String {
        explained(format!("<body><header>NTPN</header><main>{main}</main></body>"), Words::for_lang(Lang::Id))
    }

    #[test]
    fn a_page_that_uses_a_term_says_what_it_means() {
        let page = page("<h1>Kode billing Anda</h1>");
        assert!(page.contains("<dt>kode billing</dt>") && page.contains("kode tagihan 15 angka"), "{page}");
        assert!(!page.contains("<dt>NTPN</dt>"), "the header is no part of what is read");
    }

    #[test]
    fn a_page_without_terms_stays_as_it_is() {
        assert!(!page("<p>Selamat pagi</p>").contains("<details"));
        assert!(!page("<input name=\"nik\"><p>pikNIKan</p>").contains("<details"), "a name or a part of a word is no term");
    }

    #[test]
    fn the_list_in_the_documents_is_the_list_of_the_program() {
        let listed = include_str!("../../../docs/terms.md");
        for (id, en) in terms(Lang::Id).iter().zip(terms(Lang::En)) {
            let row = format!("| {} | {} | {} | {} |", id.said, id.means, en.said, en.means);
            assert!(listed.contains(&row), "docs/terms.md lacks: {row}");
        }
        assert_eq!(listed.lines().filter(|line| line.starts_with("| ")).count(), TERMS.len() + 1);
    }
}
