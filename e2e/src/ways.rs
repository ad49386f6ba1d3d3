//! One page in every way it is shown: languages, widths, light and dark.

use crate::walk::Walk;
use serde_json::{Value, json};
use std::sync::Arc;
use thirtyfour::cdp::Cdp;

/// Narrow, the common small phone, a desk. Pixels.
const WIDTHS: [u32; 3] = [320, 360, 1280];
const HEIGHT: u32 = 740;
/// A sheet of A4 without its margins, at 96 pixels to the inch.
const PAPER: u32 = 718;

/// What a page asks and complains of, whatever its language.
const STATE: &str = r"
const main = document.querySelector('main');
const names = [...main.querySelectorAll('form [name]')].filter(e => e.type !== 'hidden').map(e => e.name);
return [location.pathname, names.join(' '), main.querySelectorAll('.err, .errs a, .note, [role=alert]').length];";

impl Walk {
    async fn tell(&self, what: &str, with: Value) {
        let cdp = Cdp::new(Arc::clone(self.driver().handle()));
        cdp.send_raw(what, with).await.unwrap_or_else(|e| panic!("{what} is refused: {e}"));
    }

    async fn width(&self, width: u32) {
        let screen = json!({ "width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false });
        self.tell("Emulation.setDeviceMetricsOverride", screen).await;
    }

    async fn scheme(&self, scheme: &str) {
        // without motion: a colour is not measured half way to another
        let features =
            json!([{ "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": "reduce" }]);
        self.tell("Emulation.setEmulatedMedia", json!({ "media": "", "features": features })).await;
    }

    /// The page that is open as it would be printed, and in the few colours that somebody's system forces: a picture each, for
    /// people to look at. Axe would read the colours that were asked for, not those that are shown.
    pub async fn on_paper_and_in_forced_colours(&mut self, name: &str) {
        let forced = json!([{ "name": "forced-colors", "value": "active" }]);
        for (kind, width, media, features) in [("print", PAPER, "print", json!([])), ("forced", 360, "", forced)] {
            self.tell("Emulation.setEmulatedMedia", json!({ "media": media, "features": features })).await;
            self.width(width).await;
            // the picture is as tall as the page was when it was last laid out
            self.run("return document.documentElement.offsetHeight;").await;
            self.shot(&format!("{name}-{kind}")).await;
        }
        self.scheme("light").await;
    }

    /// Opens a page in both languages and looks at it at each width; pictures at 360 and 1280 pixels, light and dark, the dark
    /// ones looked at too. The language is Indonesian again afterwards, and the width that of a phone.
    pub async fn in_every_way(&mut self, name: &str, path: &str) {
        self.scheme("light").await;
        for lang in ["en", "id"] {
            let mark = if path.contains('?') { '&' } else { '?' };
            self.visit(&format!("{path}{mark}bahasa={lang}")).await;
            self.in_its_language(name, lang).await;
        }
    }

    /// The page that is open, which no address alone brings: the same in both languages. It is loaded again in each, and what
    /// answered a form answers the same form again.
    pub async fn as_it_stands(&mut self, name: &str) {
        let state = self.run(STATE).await;
        for lang in ["en", "id"] {
            self.again_in(lang).await;
            let now = self.run(STATE).await;
            if now != state {
                self.fail(&format!("{name} is not the same in “{lang}”:\n  {state}\n  {now}")).await;
            }
            self.in_its_language(name, lang).await;
        }
    }

    /// The page that is open, loaded again in a language; the switch of the language is pressed on another page meanwhile.
    async fn again_in(&mut self, lang: &str) {
        let switched = self.run(&format!("return fetch('/status?bahasa={lang}').then(page => page.ok);")).await;
        assert_eq!(switched, json!(true), "the language cannot be switched");
        self.driver().refresh().await.unwrap_or_else(|e| panic!("the page does not load again: {e}"));
        let spoken = self.run("return document.documentElement.lang;").await;
        assert_eq!(spoken, json!(lang), "the page speaks the language that was chosen");
    }

    /// The page that is open, in the language it speaks: at each width; in Indonesian light and dark.
    pub async fn in_its_language(&mut self, name: &str, lang: &str) {
        self.stage().note(self.path().await);
        self.scheme("light").await;
        for width in WIDTHS {
            self.width(width).await;
            self.look().await;
            if width == 320 || lang != "id" {
                continue;
            }
            self.shot(&format!("{name}-{width}")).await;
            self.scheme("dark").await;
            self.look().await;
            self.shot(&format!("{name}-{width}-dark")).await;
            self.scheme("light").await;
        }
        self.width(360).await;
        if lang != "id" {
            self.shot(&format!("{name}-{lang}")).await;
        }
    }

    /// The question pages that the task list and the summary lead to.
    pub async fn steps(&mut self, home: &str) -> Vec<String> {
        self.visit(&format!("{home}/tinjau")).await;
        let text = "return [...new Set([...document.querySelectorAll('main a[href*=\"/isi/\"]')].map(a => a.pathname))];";
        let found = self.run(text).await;
        found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}
