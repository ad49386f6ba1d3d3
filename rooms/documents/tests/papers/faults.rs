//! When the folder or the decoder is away: nothing is lost, nothing is half done, and what stays behind is swept.

use crate::home::{home, photo};
use harness::Mode;
use kernel::time::{DAY, HOUR};

#[tokio::test]
async fn without_the_folder_no_row_is_written_and_the_page_says_try_later() {
    let mut home = home().await;
    home.sent("family_card", &photo(0)).await;
    home.product.outside.files.set(Mode::Unreachable);
    let page = home.send("identity_card", "ktp.jpg", &photo(1)).await;
    assert_eq!(page.status, 503);
    assert!(page.says("Ini bukan salah Anda") && page.says("type=\"file\""));
    let codes: Vec<String> = home.papers().await.into_iter().map(|p| p.code).collect();
    assert_eq!(codes, ["family_card"]);
    home.browser.always("accept", "application/json");
    let document = home.send("identity_card", "ktp.jpg", &photo(1)).await;
    assert_eq!((document.status.as_u16(), document.json()["code"].as_str()), (503, Some("busy")));
    home.product.outside.files.set(Mode::Good);
    home.sent("identity_card", &photo(1)).await;
    assert_eq!(home.papers().await.len(), 2);
}

#[tokio::test]
async fn a_page_that_cannot_be_read_is_said_and_not_lost() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    let path = format!("{}/halaman/1", home.path("identity_card"));
    let link = home.browser.get(&path).await.location();
    home.product.outside.files.set(Mode::Unreachable);
    let shown = home.product.papers().get(link.strip_prefix("http://127.0.0.1:8081").unwrap()).await;
    assert_eq!(shown.status, 503);
    assert_eq!(home.list().await.status, 200);
}

#[tokio::test]
async fn pages_without_a_row_are_swept_after_a_day_and_others_stay() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    let files = home.product.house.outside.files.clone();
    let own = home.product.outside.files.all().into_keys().next().unwrap();
    let id = kernel::ids::PaperId::mint(home.product.house.real_now(), &kernel::chance::SystemChance);
    let orphan = format!("papers/2026-10-05/{id}/1");
    files.put(&orphan, vec![1]).await.unwrap();
    home.product.later(7 * HOUR).await;
    assert!(home.product.outside.files.all().contains_key(&orphan), "it may still be on its way");
    home.product.later(DAY).await;
    let left = home.product.outside.files.all();
    assert!(!left.contains_key(&orphan) && left.contains_key(&own));
}
