//! Addresses of what is not there, and of what is somebody else's.

use crate::{attack::answered, stage::stage};
use harness::Page;
use kernel::ids::ApplicationId;
use std::path::Path;

/// All addresses below an application, as the rooms mount them.
fn addresses() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let routes = text.split(".route(\"/").skip(1).filter_map(|rest| rest.split('"').next());
                found.extend(routes.filter(|route| route.contains('{')).map(|route| format!("/{route}")));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../rooms"), &mut found);
    found.retain(|route| !route.starts_with("/lihat") && !route.contains('*'));
    found.sort();
    found.dedup();
    found
}

#[tokio::test]
async fn ids_that_are_none_are_absent_in_every_address() {
    let stage = stage().await;
    let long = "a".repeat(500);
    for route in addresses() {
        for bad in ["bukan-id", "%00", "%ff", "..%2f..%2fetc", "0", "%E2%80%AE", "{id}", long.as_str()] {
            let path: String =
                route.split('/').map(|part| if part.starts_with('{') { bad } else { part }).collect::<Vec<_>>().join("/");
            for mut browser in [stage.mine.clone(), stage.officer.clone()] {
                let page = browser.get(&path).await;
                answered(&page, &path);
                assert!(!page.status.is_success() || route.contains("masalah"), "{path}: {}", page.status);
                answered(&browser.post(&path, &[]).await, &path);
            }
        }
    }
}

#[tokio::test]
async fn what_belongs_to_somebody_else_answers_as_what_is_not_there() {
    let mut stage = stage().await;
    let (mine, absent) = (stage.id.clone(), ApplicationId::mint(stage.product.house.real_now(), &kernel::chance::SystemChance));
    let routes: Vec<String> = addresses().into_iter().filter(|route| route.starts_with("/permohonan/{id}")).collect();
    assert!(routes.len() > 20, "{routes:?}");
    for route in routes {
        let path = |id: &ApplicationId| {
            let fill = [("{id}", id.as_str()), ("{step}", "name"), ("{code}", "identity_card"), ("{page}", "1")];
            fill.iter().fold(route.clone(), |path, (name, value)| path.replace(name, value))
        };
        let plain = |page: &Page, id: &ApplicationId| page.steady().replace(id.as_str(), "ID");
        for fields in [None, Some(vec![]), Some(vec![("field", "full_name"), ("value", "Ani"), ("versi", "1")])] {
            let mut answers = Vec::new();
            for id in [&mine, &absent] {
                let page = match &fields {
                    None => stage.other.get(&path(id)).await,
                    Some(fields) => stage.other.post(&path(id), fields).await,
                };
                answered(&page, &path(id));
                assert!(!page.status.is_success(), "{}: {}", path(id), page.status);
                answers.push((page.status, page.location().replace(id.as_str(), "ID"), plain(&page, id)));
            }
            assert_eq!(answers[0], answers[1], "{route} {fields:?}");
        }
    }
    assert_eq!(stage.mine.get(&format!("/permohonan/{mine}")).await.status, 200, "its owner sees it");
}
