use super::{desk, planned, product, register, trial};

#[tokio::test]
async fn poster_and_leaflet_speak_both_languages_and_carry_the_way_to_the_page() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    for lang in ["id", "en"] {
        let page = p.browser().get(&format!("/penyuluhan/{id}/poster?bahasa={lang}")).await;
        for text in [
            "Kamis, 15 Oktober 2026",
            "Thursday, 15 October 2026",
            "Pindai untuk mendaftar",
            "Scan to register",
            "<svg",
            "localhost:8080/penyuluhan",
        ] {
            assert!(page.says(text), "{text}");
        }
        let page = p.browser().get(&format!("/penyuluhan/{id}/selebaran?bahasa={lang}")).await;
        for text in ["enam langkah", "six steps", "dalam 2 jam", "within 2 hours", "Aula SMA di Ende"] {
            assert!(page.says(text), "{text}");
        }
    }
    let page = p.browser().get("/selebaran").await;
    assert!(page.says("localhost:8080/bantuan") && page.says("/aset/outreach."));
    let css = page.links("/aset/outreach.").remove(0);
    assert!(p.browser().get(&css).await.says("size:A5"));
}

#[tokio::test]
async fn a_day_goes_into_a_calendar() {
    let p = product().await;
    let id =
        planned(&p, &[("arah", "Naik angkot, turun di gereja; lalu jalan kaki sampai gerbang kedua di sebelah kanan.")]).await;
    let file = p.browser().get(&format!("/penyuluhan/{id}/kalender.ics")).await;
    assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
    let text = file.text();
    assert!(text.contains("DTSTART:20261015T010000Z\r\nDTEND:20261015T033000Z\r\n"), "{text}");
    assert!(
        text.contains("STATUS:CONFIRMED") && text.replace("\r\n ", "").contains("angkot\\, turun di gereja\\; lalu"),
        "{text}"
    );
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
}

#[tokio::test]
async fn a_class_finds_invented_people_in_a_trial_and_nowhere_else() {
    let p = product().await;
    let page = p.browser().get("/latihan").await;
    assert!(page.says("mpaspor trial") && !page.says("/latihan/orang"));
    assert_eq!(p.browser().get("/latihan/orang").await.status, 404);
    let p = trial().await;
    assert!(p.browser().get("/latihan").await.says("/latihan/orang"));
    let page = p.browser().get("/latihan/orang").await;
    assert!(page.says("YULIANA NONA LERO") && page.says("5307 0541 0398 0003"));
}

#[tokio::test]
async fn the_samples_of_a_trial_are_made_once_and_nowhere_else() {
    let p = trial().await;
    assert_eq!(crate::create_sample_days(&p.house).await.unwrap(), 0);
    let page = p.browser().get("/penyuluhan").await;
    assert!(page.says("8 penyuluhan") && page.says("Penuh"), "{}", page.text());
    p.clock.advance(60 * kernel::time::DAY);
    assert_eq!(crate::create_sample_days(&p.house).await.unwrap(), 8, "what is past is made once");
    let p = product().await;
    assert_eq!(crate::create_sample_days(&p.house).await.unwrap(), 0);
    assert!(p.browser().get("/penyuluhan").await.says("Belum ada penyuluhan"));
}

#[tokio::test]
async fn no_page_lacks_a_word_in_either_language() {
    let p = trial().await;
    let id = planned(&p, &[]).await;
    let own = register(&p, &id, &[("surel", "martina@contoh.id")]).await.location();
    let public =
        ["/penyuluhan", "/penyuluhan?wilayah=5308", "/latihan", "/latihan/orang", "/selebaran", "/bantuan", own.as_str()];
    let mut pages: Vec<String> = public.iter().map(|p| (*p).to_owned()).collect();
    pages.extend(["", "/daftar", "/poster", "/selebaran"].map(|end| format!("/penyuluhan/{id}{end}")));
    let desks = ["", "?waktu=lalu", "/baru", "/angka"].map(|end| format!("/petugas/penyuluhan{end}"));
    let own_desk = ["", "/ubah", "/batal"].map(|end| format!("/petugas/penyuluhan/{id}{end}"));
    pages.extend(desks.into_iter().chain(own_desk));
    for path in pages {
        for lang in ["id", "en"] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = desk(&p).get(&format!("{path}{joint}bahasa={lang}")).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(!page.says("⟦") && !page.says("{ $"), "{path} {lang}");
            assert!(!page.says("style=\""), "{path}");
        }
    }
}
