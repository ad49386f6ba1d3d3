//! What can be sent, what is refused and in which words.

use crate::home::pdf_of_pages;
use crate::home::{browser_of, home, new_account, photo};
use crate::papers::{card, png};
use documents::PaperState;
use documents::decode::Kind;
use image::DynamicImage;

#[tokio::test]
async fn a_photograph_a_picture_and_a_pdf_are_accepted() {
    let mut home = home().await;
    home.sent("identity_card", &photo(0)).await;
    home.sent("family_card", &png(&DynamicImage::ImageRgb8(card(900, 640)))).await;
    home.sent("birth_certificate", &pdf_of_pages(3)).await;
    let papers = home.papers().await;
    let of = |code: &str| papers.iter().find(|p| p.code == code).unwrap();
    assert_eq!(of("identity_card").kind, Some(Kind::Jpeg));
    assert_eq!(of("family_card").kind, Some(Kind::Png));
    assert_eq!((of("birth_certificate").kind, of("birth_certificate").pages), (Some(Kind::Pdf), 3));
    assert!(documents::has(&mut home.product.house.reader(), &home.application, "identity_card").await.unwrap());
    let list = home.list().await;
    assert!(list.says("Semua dokumen yang diperlukan sudah ada."), "{}", list.text());
}

#[tokio::test]
async fn the_list_says_what_is_needed_and_lets_one_choose_within_a_group() {
    let mut home = home().await;
    let list = home.list().await;
    assert_eq!(list.status, 200);
    for text in ["3 dokumen masih diperlukan", "Kartu keluarga", "Bukti kelahiran", "Surat baptis"] {
        assert!(list.says(text), "{text}");
    }
    assert!(list.links("/permohonan/").contains(&home.path("diploma")));
    home.browser.set_cookie("mp-bahasa", "en");
    let page = home.path("diploma") + "?bahasa=en";
    assert!(home.browser.get(&page).await.says("10 MB at most"));
}

#[tokio::test]
async fn the_limits_and_the_guidance_stand_before_the_input() {
    let mut home = home().await;
    let path = home.path("identity_card");
    let text = home.browser.get(&path).await.text();
    let (guide, limits, input) =
        (text.find("Keempat sudut").unwrap(), text.find("paling besar 10 MB").unwrap(), text.find("type=\"file\"").unwrap());
    assert!(guide < limits && limits < input);
}

#[tokio::test]
async fn a_refused_file_is_named_with_the_reason_and_the_other_papers_stay() {
    let mut home = home().await;
    home.sent("family_card", &photo(0)).await;
    let page = home.send("identity_card", "<b>ktp.heic", b"\0\0\0\x18ftypheic\0\0\0\0").await;
    assert_eq!(page.status, 422);
    assert!(page.says("ktp") && !page.says("<b>ktp"), "the name is shown, never its markup");
    assert!(page.says("HEIC") && page.says("Paling kompatibel"));
    let list = home.list().await;
    assert!(list.says("Tidak bisa dipakai") && list.says("Diterima"));
    let states: Vec<PaperState> = home.papers().await.into_iter().map(|p| p.state).collect();
    assert_eq!(states.len(), 2);
    home.sent("identity_card", &photo(1)).await;
    assert!(!home.list().await.says("Tidak bisa dipakai"));
}

#[tokio::test]
async fn a_file_over_ten_megabytes_is_refused_in_words_after_it_was_read() {
    let mut home = home().await;
    let mut large = photo(0);
    large.resize(11 * 1024 * 1024, 0);
    let page = home.send("identity_card", "besar.jpg", &large).await;
    assert_eq!(page.status, 413);
    assert!(page.says("besar.jpg") && page.says("lebih dari 10 MB") && page.says("type=\"file\""));
    let endless = vec![0_u8; 65 * 1024 * 1024];
    assert_eq!(home.send("identity_card", "x.jpg", &endless).await.status, 413);
}

#[tokio::test]
async fn nothing_chosen_two_files_and_unknown_fields_are_said() {
    let mut home = home().await;
    let nothing = home.send("identity_card", "", b"").await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.says("Pilih dulu foto atau PDF"));
    assert_eq!(home.send("identity_card", "kosong.jpg", b"").await.status, 422);
    let path = home.path("identity_card");
    let file = ("a.jpg", "image/jpeg", &photo(0)[..]);
    let unknown = home.browser.upload(&path, "berkas", file, &[("rahasia", "1")]).await;
    assert_eq!(unknown.status, 400);
    assert!(unknown.says("rahasia"));
    let form = home.browser.post(&path, &[("berkas", "x")]).await;
    assert_eq!(form.status, 415);
    assert!(home.papers().await.iter().all(|p| !p.is_accepted()));
}

#[tokio::test]
async fn a_hostile_file_name_leads_nowhere() {
    let mut home = home().await;
    for name in ["../../../etc/passwd", "a\u{202E}gpj.exe", "C:\\x\\y.jpg", "%2e%2e%2f", "-rf"] {
        let page = home.send("identity_card", name, b"not a paper").await;
        assert_eq!(page.status, 422, "{name}");
    }
    home.sent("identity_card", &photo(0)).await;
    for name in home.product.outside.files.all().into_keys() {
        assert!(name.starts_with("papers/2026-10-05/") && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-".contains(&b)));
    }
}

#[tokio::test]
async fn a_foreign_application_and_an_absent_one_answer_alike() {
    let home = home().await;
    let other = new_account(&home.product, "markus@contoh.id").await;
    let mut stranger = browser_of(&home.product, &other);
    let absent = kernel::ids::ApplicationId::mint(home.product.house.now(), &kernel::chance::SystemChance);
    let file = ("a.jpg", "image/jpeg", &photo(0)[..]);
    let mut seen = Vec::new();
    for id in [home.application.as_str(), absent.as_str(), "bukan-id"] {
        let list = stranger.get(&format!("/permohonan/{id}/berkas")).await;
        let page = stranger.get(&format!("/permohonan/{id}/berkas/identity_card")).await;
        let look = stranger.get(&format!("/permohonan/{id}/berkas/identity_card/halaman/1")).await;
        let sent = stranger.upload(&format!("/permohonan/{id}/berkas/identity_card"), "berkas", file, &[]).await;
        seen.push((list.status, page.status, look.status, sent.status));
    }
    assert!(
        seen.iter()
            .all(|s| *s == (404.try_into().unwrap(), 404.try_into().unwrap(), 404.try_into().unwrap(), 404.try_into().unwrap())),
        "{seen:?}"
    );
}

#[tokio::test]
async fn a_paper_that_is_not_asked_for_has_no_page() {
    let mut home = home().await;
    for code in ["police_report", "nonsense", "..%2f"] {
        let path = home.path(code);
        assert_eq!(home.browser.get(&path).await.status, 404, "{code}");
        assert_eq!(home.send(code, "a.jpg", &photo(0)).await.status, 404, "{code}");
    }
}
