//! "What do I need?": four questions in the address, and the papers, fee, choices and days.

use crate::story;

#[tokio::test]
async fn four_questions_come_one_after_another_and_each_answer_can_be_changed() {
    let product = story::product().await;
    let mut browser = product.browser();
    let page = browser.get("/perlu-apa").await;
    story::whole(&page);
    assert!(page.says("Pertanyaan 1 dari 4") && page.says("Paspor ini untuk siapa?"), "{}", page.text());
    let page = browser.get("/perlu-apa?untuk=dewasa").await;
    assert!(page.says("Pernah punya paspor?") && page.says("href=\"/perlu-apa\""), "{}", page.text());
    let page = browser.get("/perlu-apa?untuk=dewasa&paspor=habis").await;
    assert!(page.says("Dari mana paspor lamanya?") && page.says("tahun 2009"), "{}", page.text());
    assert_eq!(page.input("paspor").as_deref(), Some("habis"), "what was answered is carried along");
    let page = browser.get("/perlu-apa?untuk=dewasa&paspor=habis&lama=sama").await;
    assert!(page.says("Pertanyaan 4 dari 4") && page.says("Rp950.000"), "{}", page.text());
    for link in ["href=\"/perlu-apa?untuk=dewasa\"", "href=\"/perlu-apa?untuk=dewasa&amp;paspor=habis\""] {
        assert!(page.says(link) || page.says(&link.replace("&amp;", "&#38;")), "{link}: {}", page.text());
    }
}

#[tokio::test]
async fn a_question_without_an_answer_is_asked_again_and_wrong_names_are_refused() {
    let product = story::product().await;
    let mut browser = product.browser();
    for address in ["/perlu-apa?untuk=", "/perlu-apa?untuk=kucing", "/perlu-apa?untuk=dewasa&paspor=lupa"] {
        let page = browser.get(address).await;
        assert_eq!(page.status, 422, "{address}");
        assert!(page.says("Pilih satu jawaban") && page.says("class=\"errs\""), "{}", page.text());
    }
    assert_eq!(browser.get("/perlu-apa?ngawur=1").await.status, 400);
    let page = browser.get("/perlu-apa?untuk=anak&paspor=belum&jenis=ordinary_10").await;
    assert!(page.status == 422 && !page.says("value=\"ordinary_10\""), "ten years are not for children: {}", page.text());
}

#[tokio::test]
async fn a_first_passport_needs_its_papers_with_the_reasons_the_fee_and_the_days() {
    let product = story::product().await;
    let page = product.browser().get("/perlu-apa?untuk=dewasa&paspor=belum&jenis=ordinary_10").await;
    assert_eq!(page.status, 200);
    story::whole(&page);
    for text in [
        "Salah satu dari:",
        "Akta kelahiran",
        "Kartu keluarga",
        "Hanya bila berlaku untuk Anda",
        "Mengapa:",
        "Rp650.000",
        "PP 45/2024",
        "Permenkumham 8/2014",
        "17 tahun ke atas atau yang sudah menikah",
        "hari kerja setelah wawancara",
        "data-print",
        "/permohonan/baru",
    ] {
        assert!(page.says(text), "{text}: {}", page.text());
    }
    assert!(!page.says("Paspor lama<"), "no old passport is asked of a first one");
}

#[tokio::test]
async fn the_old_passport_decides_the_list_of_a_replacement() {
    let product = story::product().await;
    let mut browser = product.browser();
    let short = browser.get("/perlu-apa?untuk=dewasa&paspor=habis&lama=sama&jenis=electronic_10").await;
    assert!(short.says("Paspor lama") && !short.says("Kartu keluarga"), "{}", short.text());
    let long = browser.get("/perlu-apa?untuk=dewasa&paspor=habis&lama=lain&jenis=electronic_10").await;
    assert!(long.says("Kartu keluarga") && long.says("Akta kelahiran"), "{}", long.text());
}

#[tokio::test]
async fn what_is_not_made_here_says_the_true_way_and_the_charge() {
    let product = story::product().await;
    let mut browser = product.browser();
    let lost = browser.get("/perlu-apa?untuk=dewasa&paspor=hilang&jenis=ordinary_5").await;
    for text in ["Belum bisa diajukan lewat situs ini", "surat lapor polisi", "Rp1.000.000", "Rp1.350.000", "href=\"/kantor\""] {
        assert!(lost.says(text), "{text}: {}", lost.text());
    }
    assert!(!lost.says("/permohonan/baru"), "no way into a form that cannot help");
    let child = browser.get("/perlu-apa?untuk=anak&paspor=belum&jenis=electronic_5&bahasa=en").await;
    let child = if child.status.is_redirection() { browser.get(&child.location()).await } else { child };
    story::whole(&child);
    assert!(child.says("cannot be made here yet") && child.says("both parents"), "{}", child.text());
}

#[tokio::test]
async fn each_case_has_its_drawing_beside_the_heading() {
    let product = story::product().await;
    let mut seen = std::collections::BTreeSet::new();
    for address in [
        "untuk=dewasa&paspor=belum&jenis=ordinary_10",
        "untuk=dewasa&paspor=habis&lama=sama&jenis=ordinary_10",
        "untuk=dewasa&paspor=hilang&jenis=ordinary_10",
        "untuk=dewasa&paspor=rusak&jenis=ordinary_10",
        "untuk=anak&paspor=belum&jenis=ordinary_5",
    ] {
        let text = product.browser().get(&format!("/perlu-apa?{address}")).await.text();
        let (_, rest) = text.split_once("<svg class=\"scene\"").expect("a drawing");
        let (drawing, after) = rest.split_once("</svg>").expect("a drawing ends");
        assert!(after.trim_start().starts_with("<h1") && drawing.contains("aria-hidden=\"true\""), "{address}: {drawing}");
        assert!(seen.insert(drawing.to_owned()), "{address} has the drawing of another case");
    }
}
