//! A draft on its way: task list, choices, check answers.

use crate::story::{self, NIK, path};
use application::StateWord;
use catalogue::Field;

#[tokio::test]
async fn a_draft_is_made_once_however_often_the_button_is_pressed() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let key = her.browser.get("/permohonan/baru").await.input("kunci").unwrap();
    let first = her.browser.post("/permohonan/baru", &[("kunci", &key)]).await.location();
    let second = her.browser.post("/permohonan/baru", &[("kunci", &key)]).await.location();
    assert_eq!(first, second);
    let page = her.browser.get("/permohonan").await;
    story::whole(&page);
    assert_eq!(page.links("/permohonan/0").len(), 1, "{}", page.text());
}

#[tokio::test]
async fn the_twenty_first_draft_is_refused_in_words() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    for _ in 0..20 {
        her.begin().await;
    }
    let key = her.browser.get("/permohonan/baru").await.input("kunci").unwrap();
    let page = her.browser.post("/permohonan/baru", &[("kunci", &key)]).await;
    assert_eq!(page.status, 429);
    assert!(page.says("20 permohonan yang belum dikirim"), "{}", page.text());
}

#[tokio::test]
async fn the_task_list_tells_the_truth_from_empty_to_complete() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.begin().await;
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    assert!(page.says("0 dari"), "{}", page.text());
    assert!(page.says("Terkunci"));
    her.save(&product, &id, &[(Field::FullName, "Yuliana Nona Sare")]).await;
    assert!(her.browser.get(&path(&id, "")).await.says("Sebagian"));
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let page = her.browser.get(&path(&id, "")).await;
    story::whole(&page);
    assert!(page.says("Permohonan Yuliana Nona Sare") && page.says("Sesi terdekat"), "{}", page.text());
}

#[tokio::test]
async fn check_answers_names_what_is_missing_with_the_page_that_mends_it() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.begin().await;
    her.save(&product, &id, &[(Field::FullName, "Yuliana Nona Sare")]).await;
    let page = her.browser.get(&path(&id, "tinjau")).await;
    story::whole(&page);
    assert!(page.says("Masih ada yang kurang") && page.says("isi/nik?kembali=tinjau"), "{}", page.text());
    assert!(page.input("pernyataan").is_none(), "nothing can be declared yet");
    let page = her.browser.get(&path(&id, "jadwal")).await;
    assert_eq!(page.location(), path(&id, "tinjau"), "no session before everything is there");
}

#[tokio::test]
async fn the_declaration_is_asked_and_bound_to_what_was_looked_at() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.complete(&product, NIK, "ordinary_10").await;
    let version = her.browser.get(&path(&id, "tinjau")).await.input("versi").unwrap();
    let page = her.browser.post(&path(&id, "tinjau"), &[("versi", &version)]).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Pasal 126 huruf c"), "{}", page.text());
    her.save(&product, &id, &[(Field::Occupation, "Perawat")]).await;
    let page = her.browser.post(&path(&id, "tinjau"), &[("versi", &version), ("pernyataan", "ya")]).await;
    assert_eq!(page.status, 409);
    assert!(page.says("Isian berubah") && page.says("Perawat"), "{}", page.text());
}

#[tokio::test]
async fn ten_years_are_for_adults_and_the_reason_is_said() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.begin().await;
    her.save(&product, &id, &[(Field::BirthDate, "2012-03-01"), (Field::CivilStatus, "single")]).await;
    let page = her.browser.get(&path(&id, "paspor")).await;
    story::whole(&page);
    assert!(page.says("Rp350.000") && !page.says("PP 45/2024"), "the price stands here, its law with the fees: {}", page.text());
    assert!(page.text().find("Sebelum memilih") < page.text().find("name=\"jenis\""), "{}", page.text());
    let page = her.browser.post(&path(&id, "paspor"), &[("jenis", "ordinary_10")]).await;
    assert_eq!(page.status, 422);
    assert!(page.says("17 tahun"), "{}", page.text());
    for (typed, status) in [("", 422), ("mewah_99", 422), ("ordinary_5", 303)] {
        assert_eq!(her.browser.post(&path(&id, "paspor"), &[("jenis", typed)]).await.status, status, "{typed}");
    }
}

#[tokio::test]
async fn an_office_that_does_not_offer_the_type_says_why_and_is_not_chosen() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let id = her.begin().await;
    her.answer(&product, &id, NIK).await;
    let page = her.browser.get(&path(&id, "paspor")).await;
    assert!(page.says("Baru 4 kantor yang pasti menyediakannya: "), "{}", page.text());
    her.browser.post(&path(&id, "paspor"), &[("jenis", "polycarbonate_10")]).await;
    let page = her.browser.get(&path(&id, "kantor")).await;
    story::whole(&page);
    let text = page.text();
    assert!(text.find("kanim-bandung") < text.find("Belum ada kabar dari kantor ini"), "who offers it stands first: {text}");
    assert!(text.contains("kanim-bandung"), "{text}");
    assert!(page.says("Belum ada kabar dari kantor ini") && page.says("kurang dari 10 km"), "{}", page.text());
    let page = her.browser.post(&path(&id, "kantor"), &[("kantor", "kanim-maumere")]).await;
    assert_eq!(page.status, 422);
    assert_eq!(story::find(&product, &id).await.office, None);
    assert_eq!(her.browser.post(&path(&id, "kantor"), &[("kantor", "../etc")]).await.status, 422);
}

#[tokio::test]
async fn foreign_and_unknown_applications_answer_alike() {
    let product = story::product().await;
    let mut her = story::citizen(&product, "yuliana@contoh.id").await;
    let mut other = story::citizen(&product, "lain@contoh.id").await;
    let id = her.begin().await;
    let unknown = kernel::ids::ApplicationId::mint(product.house.now(), &kernel::chance::SystemChance);
    for page in [
        "",
        "periksa",
        "paspor",
        "kantor",
        "tinjau",
        "jadwal",
        "ubah-jadwal",
        "pilih-tanggal",
        "batal",
        "kembalikan",
        "sengketa-nik",
    ] {
        assert_eq!(other.browser.get(&path(&id, page)).await.status, 404, "foreign {page}");
        assert_eq!(other.browser.get(&path(&unknown, page)).await.status, 404, "unknown {page}");
        assert_eq!(other.browser.get(&format!("/permohonan/bukan-id/{page}")).await.status, 404, "no id {page}");
    }
    for page in ["batal", "kembalikan", "sengketa-nik", "periksa", "periksa/lanjut", "periksa/ganti"] {
        assert_eq!(other.browser.post(&path(&id, page), &[]).await.status, 404, "foreign POST {page}");
    }
    assert_eq!(story::state(&product, &id).await, StateWord::Draft);
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let product = story::product().await;
    let page = product.browser().get("/permohonan").await;
    assert_eq!(page.status, 303);
    assert!(page.location().starts_with("/masuk"));
}
