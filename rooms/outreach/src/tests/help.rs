use super::product;

#[tokio::test]
async fn the_guide_leads_by_case_with_the_numbers_of_the_tables() {
    let p = product().await;
    let page = p.browser().get("/bantuan").await;
    assert_eq!(page.status, 200);
    for id in ["baru", "ganti", "hilang", "terlambat-bayar", "ubah-tanggal", "tidak-datang", "keluarga", "biaya"] {
        assert!(page.says(&format!("id=\"{id}\"")), "{id}");
    }
    for rule in [
        "bayar dalam 2 jam",
        "paling lama 4 hari kerja",
        "kurang dari 6 bulan",
        "sejak tahun 2009",
        "hilang Rp1.000.000",
        "rusak Rp500.000",
        "ditunda 6 sampai 24 bulan",
        "diubah 1 kali",
        "paling jauh 30 hari",
        "memilih tanggal baru dalam 7 hari",
        "Satu dari: akta kelahiran, akta perkawinan atau buku nikah, ijazah, atau surat baptis",
    ] {
        assert!(page.says(rule), "{rule}\n{}", page.text());
    }
    assert!(!page.says("Berita acara pemeriksaan"), "what the office makes is nobody's to bring");
    assert!(page.says("data-print"));
}

#[tokio::test]
async fn the_guide_shows_the_prices_of_today() {
    let p = product().await;
    let tables = catalogue::current(&p.house);
    let day = p.house.now().day_in(kernel::time::Zone::Wib);
    let page = p.browser().get("/bantuan").await;
    for book in tables.passport_types(day) {
        let tariff = tables.tariff(&book.tariff_code, day).unwrap();
        assert!(page.says(&shell::format::rupiah(kernel::lang::Lang::Id, tariff.amount)), "{}", tariff.code);
    }
    assert!(page.says("5 Oktober 2026"));
}

#[tokio::test]
async fn the_guide_is_whole_in_english() {
    let p = product().await;
    let page = p.browser().get("/bantuan?bahasa=en").await;
    for rule in [
        "pay within 2 hours",
        "can be changed once",
        "at most 4 working days",
        "One of: birth certificate, marriage",
        "Rp1,000,000",
    ] {
        assert!(page.says(rule), "{rule}\n{}", page.text());
    }
    assert!(!page.says("outreach-"), "a key without words");
}

/// The drawings of a page, each as it stands there.
fn drawings(text: &str) -> Vec<&str> {
    let each = text.split("<svg class=\"scene\"").skip(1);
    each.map(|rest| rest.split_once("</svg>").expect("a drawing ends").0).collect()
}

#[tokio::test]
async fn each_case_of_the_guide_has_a_drawing_of_its_own() {
    let p = product().await;
    let page = p.browser().get("/bantuan").await;
    let text = page.text();
    for id in ["baru", "ganti", "hilang", "terlambat-bayar", "ubah-tanggal", "tidak-datang", "keluarga"] {
        let (before, _) = text.split_once(&format!("<h2 id=\"{id}\"")).expect("the case's heading");
        assert!(before.ends_with("</svg>"), "{id}: the drawing stands before the heading");
    }
    let all = drawings(&text);
    let different: std::collections::BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!((all.len(), different.len()), (7, 7));
    for drawing in all {
        assert!(drawing.len() < 900, "{} bytes: {drawing}", drawing.len());
        assert!(drawing.matches("<path").count() >= 3, "more than the ground: {drawing}");
        assert!(drawing.contains("width=\"96\" height=\"72\"") && drawing.contains("aria-hidden=\"true\""), "{drawing}");
        assert!(!drawing.contains('#') && !drawing.contains("rgb"), "colours come from the sheet: {drawing}");
    }
}
