//! Keys, counts and ways back on the officers' pages. The keys work by a script; their twins work without it.

use crate::story::{self, World, whole};
use harness::Page;
use std::collections::BTreeSet;

const INTERVIEW: [(&str, &str); 2] = [("catatan", "consistent"), ("biometrik", "MME-2026-00017")];
const SCRIPT: &str = "/aset/desk.";

/// The keys of a page: each is shown where it works, and none stands twice.
fn keys(page: &Page) -> BTreeSet<String> {
    whole(page);
    let text = page.text();
    assert!(text.contains(SCRIPT), "the script of the keys: {text}");
    let mut keys = BTreeSet::new();
    for twin in text.split("data-key=\"").skip(1) {
        let (key, rest) = twin.split_once('"').unwrap();
        let own = rest.split("data-key").next().unwrap();
        assert!(own.contains(&format!("<kbd>{key}</kbd>")), "{key} is not shown: {own}");
        assert!(keys.insert(key.to_owned()), "{key} stands twice: {text}");
    }
    let forms = text.split("<form method=\"post\" action=\"").skip(1).filter(|form| !form.starts_with("/petugas/keluar"));
    // the field of a search has the key, and Enter sends it
    let forms = forms.filter(|form| !form.contains("role=\"search\""));
    for form in forms.filter(|form| !form.starts_with("/percobaan")) {
        let form = form.split("</form>").next().unwrap();
        for button in form.split("<button").skip(1) {
            assert!(button.split('>').next().unwrap().contains("data-key"), "a step without a key: {button}");
        }
    }
    keys
}

/// The keys of a page beside those of the links above all pages, which are there for the roles that open them.
fn own(page: &Page, roles: &str) -> BTreeSet<String> {
    let mut keys = keys(page);
    assert!(keys.remove("H"), "each of them has a today");
    for (role, key) in [("front_desk", "A"), ("printer", "E"), ("hand_over", "R")] {
        assert_eq!(keys.remove(key), roles.split(',').any(|one| one == role), "{key} for {roles}");
    }
    keys
}

/// The case's page as an officer sees it: her keys, and the list she goes back to.
async fn at(world: &World, role: &str, list: &str) -> String {
    let page = world.desk(role).get(&world.path().await).await;
    let keys = own(&page, role);
    assert!(keys.contains("K") && page.says(&format!("<a class=\"back\" href=\"/petugas/{list}\"")), "{role}: {}", page.text());
    keys.into_iter().filter(|key| key != "K").collect()
}

#[tokio::test]
async fn each_step_at_the_desk_has_a_key_that_is_shown_and_each_page_a_way_back() {
    let world = story::here().await;
    world.check_in().await;
    assert_eq!(at(&world, "verifier", "hari-ini").await, "1LMSUZ");
    assert_eq!(at(&world, "printer", "hari-ini").await, "", "nothing to do for a printer yet");
    world.verify().await;
    assert_eq!(at(&world, "interviewer", "hari-ini").await, "1WZ");
    world.done("interviewer", "wawancara", &INTERVIEW).await;
    assert_eq!(at(&world, "adjudicator", "hari-ini").await, "1STZ");
    world.done("adjudicator", "setujui", &[]).await;
    assert_eq!(at(&world, "printer", "cetak").await, "C");
    let list = world.desk("printer").get("/petugas/cetak").await;
    assert_eq!(own(&list, "printer"), ["/", "1", "K"].map(str::to_owned).into());
    world.done("printer", "cetak", &[("nomor-buku", "X123456")]).await;
    assert_eq!(at(&world, "printer", "cetak").await, "B");
    world.done("printer", "siap", &[]).await;
    assert_eq!(at(&world, "hand_over", "serah").await, "S");
    let list = world.desk("hand_over").get("/petugas/serah").await;
    assert_eq!(own(&list, "hand_over"), ["/", "1", "K"].map(str::to_owned).into());
    assert!(list.says("<kbd>J</kbd> baris berikutnya"), "{}", list.text());
    assert_eq!(at(&world, "verifier", "hari-ini").await, "1Z");
}

#[tokio::test]
async fn what_cannot_be_undone_wants_its_key_twice() {
    let world = story::here().await;
    world.check_in().await;
    let twice = |page: &Page, keys: [&str; 2]| {
        for key in keys {
            assert!(page.says(&format!("data-key=\"{key}\" data-twice")), "{}", page.text());
            assert!(page.says(&format!("<kbd>{key}</kbd> <kbd>{key}</kbd>")), "both are shown: {}", page.text());
        }
        let again = "<span class=\"again\" role=\"status\" hidden>Tekan sekali lagi untuk mengirim</span>";
        assert_eq!(page.text().matches(again).count(), 2, "{}", page.text());
    };
    twice(&world.desk("verifier").get(&world.path().await).await, ["M", "U"]);
    world.verify().await;
    world.done("interviewer", "wawancara", &INTERVIEW).await;
    twice(&world.desk("adjudicator").get(&world.path().await).await, ["S", "T"]);
}

#[tokio::test]
async fn the_check_in_page_says_how_to_leave_its_field_and_leads_back() {
    let world = story::here().await;
    let page = world.desk("front_desk").submit("/petugas/masuk-antre", &[("kode", &world.number().await)]).await;
    assert_eq!(own(&page, "front_desk"), ["B", "C", "K", "M"].map(str::to_owned).into());
    assert!(page.says("<kbd>Esc</kbd>"), "{}", page.text());
    let script = page.text().split("src=\"").find(|rest| rest.starts_with(SCRIPT)).unwrap().split('"').next().unwrap().to_owned();
    let script = world.product.browser().get(&script).await;
    assert!(script.status == 200 && script.says("ctrlKey") && script.says("data-key"), "{}", script.text());
}

#[tokio::test]
async fn lists_say_how_many_and_today_leads_to_the_case_that_waits_longest_for_this_officer() {
    let world = story::here().await;
    world.check_in().await;
    let path = world.path().await;
    let next = format!("href=\"{path}\" data-key=\"N\"");
    let page = world.desk("verifier").get("/petugas/hari-ini").await;
    assert_eq!(own(&page, "verifier"), ["/", "1", "N"].map(str::to_owned).into());
    assert!(page.says("Berikutnya: A-001") && page.says(&next), "{}", page.text());
    let page = world.desk("front_desk,interviewer").get("/petugas/hari-ini").await;
    assert_eq!(own(&page, "front_desk,interviewer"), ["/", "1", "P"].map(str::to_owned).into(), "it waits for a verifier");
    world.done("verifier", "minta-berkas", &[("berkas-birth_certificate", "ya")]).await;
    assert!(!world.desk("verifier").get("/petugas/hari-ini").await.says(&next), "it is the applicant's turn");
    world.product.later(kernel::time::DAY).await;
    assert!(world.desk("verifier").get("/petugas/hari-ini").await.says("Berkas dari hari lain · 1"));
    for list in ["cetak", "serah"] {
        let page = world.desk("printer,hand_over").get(&format!("/petugas/{list}")).await;
        assert!(page.says("<span class=\"num mut\">0</span></h1>"), "{}", page.text());
    }
}

#[tokio::test]
async fn a_person_is_found_by_a_part_of_the_name_or_by_the_queue_number_and_stands_in_no_address() {
    let world = story::here().await;
    world.check_in().await;
    let mut desk = world.desk("verifier");
    for sought in ["nona", "YULIANA SARE", "A-001", "a-001", "1", ""] {
        let page = desk.post("/petugas/hari-ini", &[("cari", sought)]).await;
        whole(&page);
        assert_eq!(page.says("Yuliana Nona Sare"), sought != "YULIANA SARE", "{sought}: {}", page.text());
    }
    let page = desk.post("/petugas/hari-ini", &[("cari", "Bere")]).await;
    assert!(page.says("Tidak ada yang cocok dengan “Bere”.") && page.says("value=\"Bere\""), "{}", page.text());
    assert_eq!(desk.get("/petugas/hari-ini?cari=Yuliana").await.status, 400);
    for list in ["cetak", "serah"] {
        let page = world.desk("printer,hand_over").post(&format!("/petugas/{list}"), &[("cari", "Bere")]).await;
        whole(&page);
        assert!(page.says("Tidak ada yang cocok"), "{}", page.text());
        assert_eq!(desk.post(&format!("/petugas/{list}"), &[("cari", "Bere")]).await.status, 403);
    }
}
