//! What a page of the product brought over the line, and a line that is slow.

use crate::walk::Walk;
use serde_json::json;
use std::sync::Arc;
use thirtyfour::cdp::Cdp;

/// What a page of the product brought over the line.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// Its address.
    pub path: String,
    /// Bytes of all bodies as they were sent, what the browser had kept and what the script saves aside excluded.
    pub bytes: u64,
    /// When something could be read, in milliseconds after the page was asked for.
    pub readable: u64,
    /// How much what was shown moved (CLS, thousandths).
    pub shifted: u64,
    /// When the page was asked for: tells pages of one address apart.
    begun: String,
}

const WEIGH: &str = r"
if (!document.querySelector(`script[src^='/aset/app.']`)) return null;
const brought = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(e => e.transferSize > 0 && e.initiatorType !== 'fetch' && new URL(e.name).origin === location.origin);
const paint = performance.getEntriesByName('first-contentful-paint')[0];
let moved = 0;
try {
  const seen = new PerformanceObserver(() => {});
  seen.observe({ type: 'layout-shift', buffered: true });
  moved = seen.takeRecords().filter(e => !e.hadRecentInput).reduce((sum, e) => sum + e.value, 0);
} catch {}
return [brought.reduce((sum, e) => sum + e.encodedBodySize, 0), Math.round(paint ? paint.startTime : 0),
  Math.round(moved * 1000), String(performance.timeOrigin)];";

impl Walk {
    /// Notes what the page brought, once for each time it was asked for.
    pub(crate) async fn weigh(&mut self, path: &str) {
        let told = self.run(WEIGH).await;
        let (Some(bytes), Some(readable), Some(shifted), Some(begun)) =
            (told[0].as_u64(), told[1].as_u64(), told[2].as_u64(), told[3].as_str())
        else {
            return;
        };
        if self.weighed.last().is_none_or(|last| last.begun != begun) {
            self.weighed.push(Weighed { path: path.to_owned(), bytes, readable, shifted, begun: begun.to_owned() });
        }
    }

    /// What each page of the product brought so far, in the order of the walk.
    pub fn weighed(&self) -> &[Weighed] {
        &self.weighed
    }

    /// From now on the line carries 64 kbit/s each way, and each question takes 800 ms longer.
    pub async fn slow_line(&self) {
        let cdp = Cdp::new(Arc::clone(self.driver().handle()));
        let line = json!({ "offline": false, "latency": 800, "downloadThroughput": 8_000, "uploadThroughput": 8_000 });
        for (what, with) in [("Network.enable", json!({})), ("Network.emulateNetworkConditions", line)] {
            cdp.send_raw(what, with).await.unwrap_or_else(|e| panic!("the line cannot be made slow: {e}"));
        }
    }
}
