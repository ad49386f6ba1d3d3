//! The headers that keep a page to itself.

use crate::scene::{self, EMAIL, PASSWORD, Program, header};

#[tokio::test]
async fn every_page_has_its_own_strict_policy_and_keeps_to_itself() {
    let product = scene::product().await;
    scene::account(&product, EMAIL).await;
    let mut browser = product.browser();
    browser.post("/masuk", &[("surel", EMAIL), ("sandi", PASSWORD)]).await;
    let mut nonces = std::collections::BTreeSet::new();
    for path in ["/", "/kantor", "/masuk", "/akun", "/permohonan", "/kabar", "/api", "/masalah/busy", "/tiada"] {
        let page = browser.open(path).await;
        let policy = header(&page, "content-security-policy");
        for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "object-src 'none'"]
        {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        let nonce = policy.split("'nonce-").nth(1).and_then(|r| r.split('\'').next()).expect("a nonce").to_owned();
        assert!(page.says(&format!("nonce=\"{nonce}\"")), "{path}");
        assert!(nonces.insert(nonce), "{path}: a nonce is used once");
        let scripts = page.text().matches("<script").count();
        assert_eq!(scripts, page.text().matches("<script").count().min(page.text().matches("nonce=\"").count()), "{path}");
        assert!(!page.says(" style=\"") && !page.says(" onclick="), "{path}");
        for (name, value) in [
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(header(&page, name), value, "{path}: {name}");
        }
        assert!(page.headers.get("strict-transport-security").is_none(), "plain http on this machine promises nothing");
    }
}

#[tokio::test]
async fn cookies_are_bound_to_the_host_and_signing_out_leaves_nothing() {
    let product = scene::product().await;
    scene::account(&product, EMAIL).await;
    let mut browser = product.browser();
    let page = browser.post("/masuk", &[("surel", EMAIL), ("sandi", PASSWORD)]).await;
    for cookie in page.headers.get_all("set-cookie").iter().filter_map(|v| v.to_str().ok()) {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        for part in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    let page = browser.post("/keluar", &[]).await;
    assert_eq!(header(&page, "clear-site-data"), "\"cache\", \"storage\"");
    assert!(browser.cookie("__Host-mp").is_none());
}

#[tokio::test]
async fn what_is_somebodys_is_kept_by_no_cache_and_another_site_changes_nothing() {
    let product = scene::product().await;
    let mut program = Program::of(&product, EMAIL).await;
    for path in ["/me", "/applications", "/messages"] {
        assert_eq!(header(&program.get(path).await, "cache-control"), "no-store", "{path}");
    }
    program.browser.always("sec-fetch-site", "cross-site");
    let page = program.post("/applications", &serde_json::Value::Null).await;
    scene::is_problem(&page, 403, "cross-site");
}
