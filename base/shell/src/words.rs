//! The words of the product: Fluent messages under `ui/words/{id,en}/`, one pair of files per room.
//!
//! Two bundles are built once, on first use, and shared by all threads. A [`Words`] is only a language, so it is
//! copied freely into every page.

use fluent_bundle::{
    FluentArgs, FluentResource, FluentValue,
    concurrent::FluentBundle,
    types::{FluentNumber, FluentNumberOptions},
};
use kernel::{field::FieldError, lang::Lang};
use rust_embed::Embed;
use std::sync::OnceLock;
use unic_langid::langid;

#[cfg(test)]
mod tests;

#[derive(Embed)]
#[folder = "../../ui/words"]
struct Files;

type Bundle = FluentBundle<FluentResource>;

/// The words of one language. Cheap to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    lang: Lang,
}

impl Words {
    /// The words of a language.
    pub const fn for_lang(lang: Lang) -> Self {
        Self { lang }
    }

    /// The language these words are in.
    pub const fn lang(self) -> Lang {
        self.lang
    }

    /// The message under a key, without arguments. A missing key gives `⟦key⟧` and a warning in the log.
    pub fn t(&self, key: &str) -> String {
        self.say(key, None)
    }

    /// The message under a key with arguments. An argument named `n` or beginning with `n_` is a number when its
    /// text is a whole number: it chooses the plural and is printed with the language's grouping. All others are text.
    pub fn with(&self, key: &str, args: &[(&str, &str)]) -> String {
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            given.set((*name).to_owned(), typed(name, value));
        }
        self.say(key, Some(&given))
    }

    /// The message under a key for a count, given to the message as `$n`.
    pub fn count(&self, key: &str, n: i64) -> String {
        self.with(key, &[("n", &n.to_string())])
    }

    /// What is wrong with a field, in words. The sentence gets the argument as `$n` (a bound or a length) and `$what`.
    pub fn field(&self, error: &FieldError) -> String {
        match error.argument() {
            Some(what) => self.with(error.key(), &[("n", &what), ("what", &what)]),
            None => self.t(error.key()),
        }
    }

    /// True when the key stands in this language.
    pub fn has(&self, key: &str) -> bool {
        bundle(self.lang).get_message(key).is_some_and(|message| message.value().is_some())
    }

    fn say(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = bundle(self.lang);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::warn!(key, lang = self.lang.code(), "a word is missing");
            return format!("⟦{key}⟧");
        };
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut faults).into_owned();
        if !faults.is_empty() {
            tracing::warn!(key, lang = self.lang.code(), faults = faults.len(), "a word lacks an argument");
        }
        text
    }
}

/// Numbers beyond this lose digits as a floating number, so they stay text.
const EXACT: i64 = 1 << 53;

fn typed<'a>(name: &str, value: &'a str) -> FluentValue<'a> {
    if (name == "n" || name.starts_with("n_"))
        && let Ok(number) = value.parse::<i64>()
        && number.abs() < EXACT
    {
        #[expect(clippy::cast_precision_loss, reason = "bounded by EXACT above")]
        let exact = number as f64;
        return FluentValue::Number(FluentNumber::new(exact, FluentNumberOptions::default()));
    }
    FluentValue::String(value.into())
}

fn bundle(lang: Lang) -> &'static Bundle {
    static ID: OnceLock<Bundle> = OnceLock::new();
    static EN: OnceLock<Bundle> = OnceLock::new();
    match lang {
        Lang::Id => ID.get_or_init(|| build(Lang::Id)),
        Lang::En => EN.get_or_init(|| build(Lang::En)),
    }
}

fn build(lang: Lang) -> Bundle {
    let locale = match lang {
        Lang::Id => langid!("id"),
        Lang::En => langid!("en"),
    };
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Id => |value, _| grouped(value, Lang::Id),
        Lang::En => |value, _| grouped(value, Lang::En),
    }));
    for (path, text) in sources(lang) {
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, faults)| {
            tracing::error!(path, faults = faults.len(), "words that cannot be read are left out");
            resource
        });
        if bundle.add_resource(resource).is_err() {
            tracing::error!(path, "a word stands twice; the first one counts");
        }
    }
    bundle
}

fn grouped(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "whole numbers below EXACT only")]
        FluentValue::Number(number) => Some(crate::format::grouped(lang, number.value as i64)),
        _ => None,
    }
}

/// The files of a language, in the order of their names.
fn sources(lang: Lang) -> Vec<(String, String)> {
    let folder = format!("{}/", lang.code());
    let mut found: Vec<_> = Files::iter()
        .filter(|path| path.starts_with(&folder) && path.ends_with(".ftl"))
        .filter_map(|path| {
            let file = Files::get(&path)?;
            Some((path.into_owned(), String::from_utf8_lossy(&file.data).into_owned()))
        })
        .collect();
    found.sort();
    found
}
