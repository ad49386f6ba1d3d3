//! Looking at a page: the signed link, the second origin, the officer's audit row, and what lies in the folder.

use crate::home::pdf_of_pages;
use crate::home::{browser_of, home, new_account, photo};
use documents::{CaseAccess, Viewer, view_link};
use kernel::{
    chance::SystemChance,
    ids::{CaseId, OfficerId},
    time::SECOND,
};

fn token_path(link: &str) -> String {
    link.strip_prefix("http://127.0.0.1:8081").unwrap().to_owned()
}

#[tokio::test]
async fn the_owner_sees_her_page_on_the_second_origin_with_its_guards() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    let path = home.path("identity_card");
    let page = home.browser.get(&path).await;
    assert!(page.says("<img src=\"http://127.0.0.1:8081/lihat/"));
    let link = home.browser.get(&format!("{path}/halaman/1")).await.location();
    let shown = home.product.papers().get(&token_path(&link)).await;
    assert_eq!(shown.status, 200);
    assert!(shown.bytes.starts_with(&[0xFF, 0xD8, 0xFF]));
    let header = |name: &str| shown.headers.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "image/jpeg");
    assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-disposition"), "inline; filename=\"identity_card-1.jpg\"");
    assert_eq!(header("cache-control"), "no-store");
    assert!(shown.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn a_link_ends_after_sixty_seconds_and_works_for_its_page_only() {
    let mut home = home().await;
    home.sent("birth_certificate", &pdf_of_pages(2)).await;
    let paper = home.papers().await[0].id.clone();
    let house = home.product.house.clone();
    let link = |page| {
        let (house, account, paper) = (house.clone(), home.account.clone(), paper.clone());
        async move { view_link(&house, Viewer::Owner(&account), &paper, page).await.unwrap() }
    };
    let (first, second) = (link(1).await.unwrap(), link(2).await.unwrap());
    assert_eq!(link(3).await, None);
    assert_eq!(link(0).await, None);
    let mut papers = home.product.papers();
    assert_ne!(papers.get(&token_path(&first)).await.bytes, papers.get(&token_path(&second)).await.bytes);
    let (body, _) = first.rsplit_once('.').unwrap();
    let (_, tag) = second.rsplit_once('.').unwrap();
    assert_eq!(papers.get(&token_path(&format!("{body}.{tag}"))).await.status, 404, "a mark of another page");
    home.product.clock.advance(60 * SECOND);
    assert_eq!(papers.get(&token_path(&first)).await.status, 200);
    home.product.clock.advance(1);
    let over = papers.get(&token_path(&first)).await;
    assert_eq!(over.status, 404);
    assert!(over.says("Tautan ini sudah tidak berlaku") && over.says("no longer valid"));
    for junk in ["/lihat/x", "/lihat/x.y", "/lihat/%00", "/lihat/..%2f..%2fetc"] {
        assert_eq!(papers.get(junk).await.status, 404, "{junk}");
    }
}

#[tokio::test]
async fn a_link_shows_nothing_to_frames_scripts_and_other_sites() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    let path = home.path("identity_card");
    let link = token_path(&home.browser.get(&format!("{path}/halaman/1")).await.location());
    let with = |pairs: &[(&str, &str)]| {
        let mut browser = home.product.papers();
        for (name, value) in pairs {
            browser.always(name, value);
        }
        let link = link.clone();
        async move { browser.get(&link).await.status.as_u16() }
    };
    assert_eq!(with(&[("sec-fetch-dest", "image"), ("sec-fetch-site", "cross-site")]).await, 200);
    assert_eq!(with(&[("sec-fetch-dest", "document")]).await, 200);
    assert_eq!(with(&[("referer", "http://localhost:8080/permohonan")]).await, 200);
    assert_eq!(with(&[("sec-fetch-dest", "iframe")]).await, 404);
    assert_eq!(with(&[("sec-fetch-dest", "empty")]).await, 404);
    assert_eq!(with(&[("origin", "https://lain.example")]).await, 404);
    assert_eq!(with(&[("referer", "http://localhost:8080.lain.example/")]).await, 404);
}

#[tokio::test]
async fn only_the_owner_and_the_officer_on_the_case_get_a_link() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    let paper = home.papers().await[0].id.clone();
    let house = &home.product.house;
    let other = new_account(&home.product, "markus@contoh.id").await;
    assert_eq!(view_link(house, Viewer::Owner(&other), &paper, 1).await.unwrap(), None);
    let foreign = crate::home::new_application(&home.product, &other).await;
    let mint = |application| {
        CaseAccess::granted(OfficerId::mint(house.now(), &SystemChance), CaseId::mint(house.now(), &SystemChance), application)
    };
    let wrong_case = mint(foreign);
    assert_eq!(view_link(house, Viewer::Officer(&wrong_case), &paper, 1).await.unwrap(), None);
    let access = mint(home.application.clone());
    for _ in 0..3 {
        assert!(view_link(house, Viewer::Officer(&access), &paper, 1).await.unwrap().is_some());
    }
    let trail = store::audit_of(&mut house.reader(), &home.application).await.unwrap();
    assert_eq!(trail.iter().filter(|row| row.action == "documents.opened").count(), 3, "each opening is written down");
    let mut stranger = browser_of(&home.product, &other);
    assert_eq!(stranger.get(&format!("{}/halaman/1", home.path("identity_card"))).await.status, 404);
}

#[tokio::test]
async fn what_lies_in_the_folder_is_sealed_and_opens_only_in_its_place() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    let files = home.product.outside.files.all();
    let (name, bytes) = files.iter().next().unwrap();
    assert!(!bytes.windows(3).any(|w| w == [0xFF, 0xD8, 0xFF]) && !bytes.windows(4).any(|w| w == b"JFIF"));
    let other = new_account(&home.product, "markus@contoh.id").await;
    let stolen = crate::home::new_application(&home.product, &other).await;
    assert!(!name.contains(home.application.as_str()) && !name.contains(stolen.as_str()));
    let trail = store::audit_of(&mut home.product.house.reader(), &home.application).await.unwrap();
    assert!(trail.iter().any(|row| row.action == "documents.accepted"));
}
