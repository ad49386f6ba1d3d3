//! The description and the router say the same.

use crate::scene::{self, Program, header};
use http::Method;
use std::collections::BTreeSet;

const VERBS: [&str; 5] = ["get", "post", "put", "delete", "patch"];

#[tokio::test]
async fn what_is_routed_is_described_and_what_is_described_is_routed() {
    let product = scene::product().await;
    let mut stranger = Program::stranger(&product);
    let document = stranger.get("/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let table = shell::api::endpoints(&product.rooms);
    let routed: BTreeSet<(String, String)> =
        table.iter().map(shell::api::Endpoint::address).map(|(v, p)| (p, v.to_owned())).collect();
    let paths = document["paths"].as_object().expect("paths");
    let described: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, verbs)| verbs.as_object().expect("verbs").keys().map(|verb| (path.clone(), verb.clone())))
        .collect();
    assert_eq!(routed, described);
    assert!(described.len() >= 45, "{}", described.len());
    for path in paths.keys() {
        let real = path.replace('{', "x").replace('}', "");
        for verb in VERBS {
            let method = Method::from_bytes(verb.to_uppercase().as_bytes()).expect("a method");
            let page = stranger.browser.send(method, &real, None, Vec::new()).await;
            let known = described.contains(&(path.clone(), verb.to_owned()));
            assert_eq!(page.status == 405, !known, "{verb} {path}: {} {}", page.status, page.text());
            assert!(known || !header(&page, "allow").is_empty(), "{verb} {path} names what is allowed");
        }
    }
}

/// No route of the API is mounted beside the table.
#[test]
fn nobody_routes_around_the_table() {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()) {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                if text.contains(".route(\"/api/") {
                    found.push(path.display().to_string());
                }
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["base", "rooms", "server/src"] {
        walk(&root.join(folder), &mut found);
    }
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test]
async fn the_description_is_whole_in_both_languages_and_so_are_its_pages() {
    let product = scene::product().await;
    let mut browser = product.browser();
    for lang in ["id", "en"] {
        let document = browser.get(&format!("/api/v1/openapi.json?bahasa={lang}")).await;
        assert_eq!(document.status, 200);
        assert!(!document.says("⟦"), "a word is missing");
        let page = browser.get(&format!("/api?bahasa={lang}")).await;
        assert_eq!(page.status, 200);
        assert!(!page.says("⟦"), "a word is missing");
        assert!(page.says("/api/v1/applications/{id}/submission") && page.says("#s-NewAnswer"));
        for place in page.links("/masalah/") {
            let page = browser.get(&format!("{place}?bahasa={lang}")).await;
            assert_eq!(page.status, 200, "{place}");
            assert!(!page.says("⟦"), "{place}");
        }
    }
    assert_eq!(browser.get("/masalah/entahlah").await.status, 404);
}

#[tokio::test]
async fn every_reference_of_the_description_leads_somewhere() {
    let product = scene::product().await;
    let page = Program::stranger(&product).get("/openapi.json").await;
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}
