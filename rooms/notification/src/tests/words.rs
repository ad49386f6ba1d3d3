use crate::model::{Kind, MailState};
use kernel::lang::Lang;
use shell::words::Words;

fn keys(lang: &str) -> Vec<String> {
    let path = format!("{}/../../ui/words/{lang}/notification.ftl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(" = ")).map(|(k, _)| k.to_owned()).collect()
}

#[test]
fn each_word_stands_in_both_languages_and_none_is_unused() {
    assert_eq!(keys("id"), keys("en"));
    let sources = [
        include_str!("../model.rs"),
        include_str!("../mail.rs"),
        include_str!("../pages.rs"),
        include_str!("../letter.rs"),
        include_str!("../letter/about_account.rs"),
        include_str!("../letter/about_days.rs"),
        include_str!("../letter/about_money.rs"),
        include_str!("../letter/about_visit.rs"),
        include_str!("../letter/about_office.rs"),
        include_str!("../pages/inbox.html"),
        include_str!("../pages/message.html"),
        include_str!("../pages/status.rs"),
        include_str!("../pages/status.html"),
    ];
    for key in keys("id") {
        let used = format!("\"{key}\"");
        let built = |source: &str| key.match_indices('-').any(|(at, _)| source.contains(&format!("\"{}{{", &key[..=at])));
        assert!(sources.iter().any(|s| s.contains(&used) || built(s)), "{key} is not used");
    }
}

#[test]
fn each_kind_has_a_subject_in_both_languages_and_reads_back() {
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.code()), Some(*kind));
        for lang in Lang::ALL {
            assert!(Words::for_lang(lang).has(kind.subject()), "{kind:?}");
        }
    }
    for state in MailState::ALL {
        assert_eq!(MailState::parse(state.code()), Some(state));
    }
}
