//! The official terms of `docs/terms.md` on a page: each that is used is explained at its foot.

use crate::walk::{Walk, strings};

const READ: &str = r"
const main = document.querySelector('main');
if (!main || !document.querySelector(`script[src^='/aset/app.']`) || /^\/(petugas|gaya)/.test(location.pathname)) return null;
const foot = main.querySelector('.terms');
const all = main.cloneNode(true);
all.querySelectorAll('.terms, script, style').forEach(e => e.remove());
return [document.documentElement.lang, all.textContent.replace(/\s+/g, ' '), foot ? foot.textContent : ''];";

/// The official terms that a page's text uses as words, and that its explanations do not have. `docs/terms.md` is the list:
/// Indonesian term and meaning, English term and meaning.
fn unexplained(lang: &str, text: &str, explained: &str) -> Vec<String> {
    let rows = include_str!("../../docs/terms.md").lines().filter_map(|line| line.strip_prefix("| ")).skip(1);
    let mut missing = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
        let [id, id_means, en, en_means] = cells[..] else { panic!("docs/terms.md: {row}") };
        let (term, means) = if lang == "id" { (id, id_means) } else { (en, en_means) };
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        let term_words: Vec<String> = term.to_lowercase().split(' ').map(str::to_owned).collect();
        let used = words.windows(term_words.len()).any(|some| some.iter().zip(&term_words).all(|(a, b)| a == b));
        if used && !explained.contains(means) {
            missing.push(format!("\"{term}\" is used and not explained"));
        }
    }
    missing
}

impl Walk {
    /// The official terms that the open page uses and does not explain.
    pub(crate) async fn unexplained_terms(&self) -> Vec<String> {
        let read = strings(&self.run(READ).await);
        let [lang, text, explained] = &read[..] else { return Vec::new() };
        unexplained(lang, text, explained)
    }
}

#[cfg(test)]
mod tests {
    use super::unexplained;

    #[test]
    fn a_term_without_its_meaning_is_named() {
        assert_eq!(unexplained("id", "Masukkan NTPN Anda.", "").len(), 1);
        assert!(
            unexplained(
                "id",
                "Masukkan NTPN Anda.",
                "NTPN nomor bukti 16 huruf dan angka bahwa uang Anda sudah masuk ke kas negara"
            )
            .is_empty()
        );
        assert!(unexplained("en", "A word of newsletters.", "").is_empty());
    }
}
