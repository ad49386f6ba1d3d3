//! Pictures of pages.

use crate::walk::Walk;
use serde_json::json;
use std::sync::Arc;
use thirtyfour::cdp::Cdp;

impl Walk {
    /// The whole page as a picture.
    pub async fn shot(&self, name: &str) {
        if self.looks {
            self.picture(name).await;
        }
    }

    pub(crate) async fn picture(&self, name: &str) -> String {
        let place = self.stage.next_shot(name);
        let asked = json!({ "format": "png", "captureBeyondViewport": true });
        let cdp = Cdp::new(Arc::clone(self.driver().handle()));
        let taken = cdp.send_raw("Page.captureScreenshot", asked).await;
        let bytes = taken.ok().and_then(|v| v["data"].as_str().and_then(decoded));
        if let Some(bytes) = bytes {
            std::fs::write(&place, bytes).expect("the picture is kept");
        }
        place.display().to_string()
    }
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}
