use super::{Files, Words, sources};
use fluent_bundle::FluentResource;
use kernel::{field::FieldError, lang::Lang, problem::ProblemCode};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// The names after `$` in a text, outside comments.
fn variables(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split('$').skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect())
        .collect()
}

/// The text of each message of a language, by key: a key begins a line, its text goes on in indented lines.
fn messages(lang: Lang) -> BTreeMap<String, (String, String)> {
    let mut found: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (path, text) in sources(lang) {
        let file = path.split_once('/').map_or(path.clone(), |(_, file)| file.to_owned());
        let mut key = None;
        for line in text.lines() {
            if line.starts_with(|c: char| c.is_ascii_alphabetic())
                && let Some((name, rest)) = line.split_once('=')
            {
                let name = name.trim().to_owned();
                let twice = found.insert(name.clone(), (file.clone(), rest.to_owned()));
                assert!(twice.is_none(), "{name} stands twice in {}", lang.code());
                key = Some(name);
            } else if line.starts_with([' ', '\t', '}'])
                && let Some((_, body)) = key.as_ref().and_then(|key| found.get_mut(key))
            {
                body.push('\n');
                body.push_str(line);
            }
        }
    }
    found
}

#[test]
fn every_file_of_words_is_well_formed() {
    for path in Files::iter() {
        let text = String::from_utf8(Files::get(&path).expect("listed").data.into_owned()).expect("words are UTF-8");
        let faults = FluentResource::try_new(text).err().map(|(_, faults)| faults);
        assert!(faults.is_none(), "{path}: {faults:?}");
    }
}

#[test]
fn each_key_stands_in_both_languages_in_the_same_room_with_the_same_variables() {
    let (id, en) = (messages(Lang::Id), messages(Lang::En));
    let mut faults = Vec::new();
    for key in id.keys().chain(en.keys()).collect::<BTreeSet<_>>() {
        match (id.get(key), en.get(key)) {
            (Some((id_file, id_text)), Some((en_file, en_text))) => {
                if id_file != en_file {
                    faults.push(format!("{key}: in {id_file} and {en_file}"));
                }
                if variables(id_text) != variables(en_text) {
                    faults.push(format!("{key}: {:?} and {:?}", variables(id_text), variables(en_text)));
                }
            }
            (Some((file, _)), None) => faults.push(format!("{key}: only in id/{file}")),
            (None, Some((file, _))) => faults.push(format!("{key}: only in en/{file}")),
            (None, None) => {}
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// All Rust and page sources of the product, this file apart.
fn product() -> String {
    fn walk(folder: &Path, out: &mut String) {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if path.is_dir() {
                walk(&path, out);
            } else if matches!(ending, "rs" | "html") && !path.ends_with("words/tests.rs") {
                out.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = String::new();
    for folder in ["ui", "base", "rooms", "server"] {
        walk(&root.join(folder), &mut all);
    }
    all
}

/// A key is used when it stands whole in quotes, or when a source builds it from a beginning: `"problem-{}"`.
#[test]
fn no_word_is_unused() {
    let product = product();
    let built: BTreeSet<&str> = product
        .split('"')
        .filter_map(|text| text.split_once('{').map(|(beginning, _)| beginning))
        .filter(|beginning| beginning.ends_with('-') && beginning.contains(|c: char| c.is_ascii_lowercase()))
        .collect();
    let words = sources(Lang::Id).into_iter().map(|(_, text)| text).collect::<String>();
    let unused: Vec<_> = messages(Lang::Id)
        .into_keys()
        .filter(|key| !product.contains(&format!("\"{key}\"")) && !words.contains(&format!("{{ {key} }}")))
        .filter(|key| !key.match_indices('-').any(|(at, _)| built.contains(&key[..=at])))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn no_page_asks_for_a_word_that_is_missing() {
    let product = product();
    let missing: BTreeSet<_> = ["w.t(\"", "w.with(\"", "w.count(\""]
        .iter()
        .flat_map(|call| product.split(call).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .filter(|key| key.contains('-') && !key.contains('{'))
        .filter(|key| Lang::ALL.iter().any(|lang| !Words::for_lang(*lang).has(key)))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_key_is_kebab_case_and_no_text_shouts() {
    for lang in Lang::ALL {
        for (key, (file, text)) in messages(lang) {
            let kebab = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            assert!(kebab, "{key} in {file}");
            assert!(!text.contains('!'), "{key} in {}/{file} shouts", lang.code());
        }
    }
}

#[test]
fn every_problem_and_every_fault_of_a_field_has_words() {
    for lang in Lang::ALL {
        let words = Words::for_lang(lang);
        for code in ProblemCode::ALL {
            for part in ["title", "text"] {
                let key = format!("problem-{}-{part}", code.slug());
                assert!(words.has(&key), "{key} in {}", lang.code());
            }
        }
        for error in [
            FieldError::Missing,
            FieldError::TooLong(100),
            FieldError::Character('@'),
            FieldError::Title("Drs.".to_owned()),
            FieldError::NikLength(15),
            FieldError::NikNoDate,
        ] {
            let said = words.field(&error);
            assert!(!said.contains('⟦') && !said.contains("{$"), "{said}");
        }
    }
    assert_eq!(Words::for_lang(Lang::Id).field(&FieldError::NikLength(15)), "NIK terdiri dari 16 angka. Anda menulis 15 angka.");
}

#[test]
fn a_count_chooses_the_plural_of_its_language() {
    let en = Words::for_lang(Lang::En);
    assert_eq!(en.count("common-errors", 1), "One answer needs a look");
    assert_eq!(en.count("common-errors", 2), "2 answers need a look");
    assert_eq!(Words::for_lang(Lang::Id).count("common-errors", 1), "Satu isian perlu diperiksa");
    assert_eq!(Words::for_lang(Lang::Id).count("common-errors", 1_200), "1.200 isian perlu diperiksa");
}

#[test]
fn only_arguments_named_as_numbers_are_numbers() {
    let words = Words::for_lang(Lang::Id);
    assert_eq!(
        words.with("field-error-title", &[("what", "5307054103980003")]),
        "Tulis nama tanpa gelar. Hapus “5307054103980003”."
    );
}

#[test]
fn a_missing_word_shows_its_key_instead_of_failing() {
    assert_eq!(Words::for_lang(Lang::Id).t("no-such-word"), "⟦no-such-word⟧");
}
