//! What a person does with the keys alone. What has the focus must show it.

use crate::{person::Person, walk::Walk};
use serde_json::json;
use std::{path::Path, sync::atomic::Ordering};
use thirtyfour::Key;

/// Steps of the tab key after which a page is given up.
const STEPS_MAX: usize = 120;

/// Name, words and kind of what has the focus; whether it can be seen that it has.
const FOCUS: &str = r"
const one = document.activeElement;
if (!one || one === document.body) return ['', '', '', true];
const plain = text => (text || '').replace(/\s+/g, ' ').trim();
const shown = e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; };
const after = getComputedStyle(one, '::after').outlineStyle !== 'none';
const seen = after || [one, one.closest('label'), one.nextElementSibling, one.parentElement].some(e => e && shown(e));
return [one.name || '', plain(one.textContent) || plain(one.value), one.tagName === 'SELECT' ? 'select' : one.type || '', seen];";

const VALUE: &str = "const one = document.activeElement; return one.type === 'checkbox' ? String(one.checked) : one.value;";

struct Focus {
    name: String,
    words: String,
    kind: String,
}

impl Walk {
    async fn keys(&self, keys: impl Into<thirtyfour::TypingData>) {
        self.pressed.fetch_add(1, Ordering::Relaxed);
        let one = self.driver().active_element().await.expect("something has the focus");
        one.send_keys(keys).await.unwrap_or_else(|e| panic!("a key is not taken: {e}"));
    }

    async fn focus(&self) -> Focus {
        let told = self.run(FOCUS).await;
        let text = |at: usize| told[at].as_str().unwrap_or_default().to_owned();
        let focus = Focus { name: text(0), words: text(1), kind: text(2) };
        if told[3] != json!(true) {
            self.fail(&format!("“{} {}” has the focus and does not show it", focus.name, focus.words)).await;
        }
        focus
    }

    async fn key_to(&self, what: &str, fits: impl Fn(&Focus) -> bool) -> Focus {
        for _ in 0..STEPS_MAX {
            let now = self.focus().await;
            if fits(&now) {
                return now;
            }
            self.keys(Key::Tab).await;
        }
        self.fail(&format!("the tab key does not come to “{what}”")).await
    }

    /// How many times a key was pressed to come from one thing to the next, or to press it; letters that were typed are not
    /// counted.
    pub fn keys_pressed(&self) -> usize {
        self.pressed.load(Ordering::Relaxed)
    }

    /// Presses one key where the focus is; no page comes.
    pub async fn key(&self, key: impl Into<thirtyfour::TypingData>) {
        self.keys(key).await;
    }

    /// Presses one key where the focus is, and waits for the page that comes.
    pub async fn key_go(&mut self, key: impl Into<thirtyfour::TypingData>, why: &str) {
        self.mark().await;
        self.keys(key).await;
        self.arrive(why).await;
    }

    /// Goes to the place for a file; the file itself is chosen in a window of the browser's own.
    pub async fn key_file(&mut self, file: &Path) {
        self.key_to("a file", |focus| focus.kind == "file").await;
        self.send_file(file).await;
    }

    /// Goes to a link or button by the tab key and presses it; no page comes.
    pub async fn key_press(&mut self, words: &str) {
        self.key_to(words, |focus| focus.words.starts_with(words)).await;
        self.keys(Key::Enter).await;
    }

    /// The same, and waits for the page that comes.
    pub async fn key_send(&mut self, words: &str) {
        self.key_to(words, |focus| focus.words.starts_with(words)).await;
        self.mark().await;
        self.keys(Key::Enter).await;
        self.arrive(words).await;
    }

    /// Goes to an input and types.
    pub async fn key_type(&mut self, name: &str, text: &str) {
        self.key_to(name, |focus| focus.name == name && focus.kind != "hidden").await;
        if self.run(VALUE).await != json!("") {
            self.keys(Key::Control + "a").await;
        }
        self.keys(text).await;
    }

    /// Goes to a list, to radios or to a box, and chooses.
    pub async fn key_choose(&mut self, name: &str, value: &str) {
        let focus = self.key_to(name, |focus| focus.name == name && focus.kind != "hidden").await;
        if focus.kind == "checkbox" {
            if self.run(VALUE).await == json!("false") {
                self.keys(" ").await;
            }
            return;
        }
        if focus.kind == "radio" {
            self.keys(" ").await;
        } else {
            // a list goes to the row whose words are typed
            let words =
                self.run(&format!("return [...document.activeElement.options].find(o => o.value === '{value}')?.text")).await;
            self.keys(words.as_str().unwrap_or_default()).await;
        }
        for _ in 0..STEPS_MAX {
            if self.run(VALUE).await == json!(value) {
                return;
            }
            self.keys(Key::Down).await;
        }
        self.fail(&format!("the keys do not choose {value} of {name}")).await;
    }

    /// Goes to the first of a row of choices that can be chosen, and takes it.
    pub async fn key_first(&mut self, name: &str) {
        self.key_to(name, |focus| focus.name == name && focus.kind == "radio").await;
        self.keys(" ").await;
    }

    /// Answers what the page asks.
    pub async fn key_answer(&mut self, person: &Person) {
        for (name, kind) in self.inputs().await {
            let Some(answer) = person.answer(&name) else { self.fail(&format!("no answer for {name}")).await };
            match kind.as_str() {
                "radio" | "checkbox" | "select" => self.key_choose(&name, answer).await,
                _ => self.key_type(&name, answer).await,
            }
        }
    }
}
