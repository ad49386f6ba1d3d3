//! One page in every way it is shown: languages, widths, light and dark.

use crate::walk::Walk;
use serde_json::{Value, json};
use std::sync::Arc;
use thirtyfour::cdp::Cdp;

/// Narrow, the common small phone, a desk. Pixels.
const WIDTHS: [u32; 3] = [320, 360, 1280];
const HEIGHT: u32 = 740;

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
        self.tell("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Opens a page in both languages and looks at it at each width; pictures at 360 and 1280 pixels, light and dark, the dark
    /// ones looked at too. The language is Indonesian again afterwards, and the width that of a phone.
    pub async fn in_every_way(&mut self, name: &str, path: &str) {
        self.scheme("light").await;
        for lang in ["en", "id"] {
            let mark = if path.contains('?') { '&' } else { '?' };
            self.visit(&format!("{path}{mark}bahasa={lang}")).await;
            if lang == "id" {
                self.as_it_stands(name).await;
                continue;
            }
            for width in WIDTHS {
                self.width(width).await;
                self.look().await;
            }
            self.width(360).await;
            self.shot(&format!("{name}-{lang}")).await;
        }
    }

    /// The page that is open, which no address alone brings: at each width, light and dark.
    pub async fn as_it_stands(&mut self, name: &str) {
        self.stage().note(self.path().await);
        self.scheme("light").await;
        for width in WIDTHS {
            self.width(width).await;
            self.look().await;
            if width == 320 {
                continue;
            }
            self.shot(&format!("{name}-{width}")).await;
            self.scheme("dark").await;
            self.look().await;
            self.shot(&format!("{name}-{width}-dark")).await;
            self.scheme("light").await;
        }
        self.width(360).await;
    }

    /// The question pages that the task list and the summary lead to.
    pub async fn steps(&mut self, home: &str) -> Vec<String> {
        self.visit(&format!("{home}/tinjau")).await;
        let text = "return [...new Set([...document.querySelectorAll('main a[href*=\"/isi/\"]')].map(a => a.pathname))];";
        let found = self.run(text).await;
        found.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}
