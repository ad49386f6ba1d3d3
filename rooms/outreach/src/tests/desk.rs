use super::{desk, desk_of, plan, planned, product, register, told};
use kernel::event::DayNews;

#[tokio::test]
async fn a_planned_day_stands_in_the_public_calendar_and_can_be_found_by_regency_and_month() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    let mut b = p.browser();
    for (query, there) in [
        ("", true),
        ("?wilayah=5308", true),
        ("?wilayah=5307", false),
        ("?bulan=2026-10", true),
        ("?bulan=2026-11", false),
        ("?wilayah=5308&bulan=2026-10", true),
    ] {
        let page = b.get(&format!("/penyuluhan{query}")).await;
        assert_eq!((page.status.as_u16(), page.says(&id)), (200, there), "{query}");
    }
    let page = b.get(&format!("/penyuluhan/{id}")).await;
    for text in [
        "Kamis, 15 Oktober 2026",
        "09.00–11.30 WITA",
        "Aula SMA di Ende",
        "Kabupaten Ende",
        "jalan kaki 10 menit",
        "12 dari 12 kursi tersisa",
        "Bahasa Indonesia dan bahasa daerah",
        "Agnes, Bernadus",
        "Kantor Imigrasi Kelas II TPI Maumere",
    ] {
        assert!(page.says(text), "{text}");
    }
    for query in ["?wilayah=x", "?bulan=2026-13", "?halaman=0", "?lain=1"] {
        assert_eq!(b.get(&format!("/penyuluhan{query}")).await.status, 400, "{query}");
    }
    assert_eq!(b.get("/penyuluhan/0192f3a0-0000-7000-8000-000000000000").await.status, 404);
}

#[tokio::test]
async fn only_officers_with_the_role_plan_and_only_for_their_own_office() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    assert_eq!(p.browser().get("/petugas/penyuluhan").await.status, 303);
    assert_eq!(desk_of(&p, "finance", "kanim-maumere").get("/petugas/penyuluhan").await.status, 403);
    let mut other = desk_of(&p, "outreach", "kanim-bekasi");
    assert!(!other.get("/petugas/penyuluhan").await.says(&id));
    for end in ["", "/ubah", "/batal"] {
        assert_eq!(other.get(&format!("/petugas/penyuluhan/{id}{end}")).await.status, 404, "{end}");
    }
    let fields = plan(&[("versi", "1"), ("wilayah", "3275")]);
    assert_eq!(other.post(&format!("/petugas/penyuluhan/{id}/ubah"), &fields).await.status, 404);
    // Bekasi is not in the province of Maumere
    let page = desk(&p).post("/petugas/penyuluhan/baru", &plan(&[("wilayah", "3275"), ("kunci", "satu-kunci-yang-cukup")])).await;
    assert_eq!(page.status, 400);
}

#[tokio::test]
async fn the_same_form_sent_twice_plans_one_day() {
    let p = product().await;
    let mut fields = plan(&[]);
    fields.push(("kunci", "satu-kunci-yang-cukup"));
    let mut officer = desk(&p);
    let first = officer.post("/petugas/penyuluhan/baru", &fields).await;
    let second = officer.post("/petugas/penyuluhan/baru", &fields).await;
    assert_eq!((first.status.as_u16(), first.location()), (303, second.location()));
    assert_eq!(officer.get("/petugas/penyuluhan").await.links("/petugas/penyuluhan/0").len(), 1);
}

#[tokio::test]
async fn what_is_wrong_in_a_plan_is_said_at_its_field_and_everything_typed_stays() {
    let p = product().await;
    let mut officer = desk(&p);
    for (field, value, sentence) in [
        ("hari-d", "31", None),
        ("hari-m", "Februari", Some("sudah lewat")),
        ("hari-y", "2025", Some("sudah lewat")),
        ("hari-y", "2029", Some("satu tahun")),
        ("mulai", "25.00", Some("Tulis jam")),
        ("selesai", "8.00", Some("setelah jam mulai")),
        ("tempat", "", Some("masih kosong")),
        ("kursi", "0", Some("dari 1 sampai")),
        ("kursi", "banyak", Some("dari 1 sampai")),
        ("jenis", "pesta", Some("Pilih salah satu")),
    ] {
        let fields = plan(&[(field, value), ("kunci", "satu-kunci-yang-cukup")]);
        let page = officer.post("/petugas/penyuluhan/baru", &fields).await;
        match sentence {
            None => assert_eq!(page.status, 303, "31 Oktober adalah hari"),
            Some(sentence) => {
                assert_eq!(page.status, 400, "{field}={value}");
                assert!(page.says(sentence), "{field}={value}: {sentence}");
                assert!(page.says("Bawa ponsel."), "what was typed stays");
            }
        }
    }
    let hostile = plan(&[("tempat", "<script>alert(1)</script>"), ("kunci", "kunci-lain-yang-cukup")]);
    let page = officer.submit("/petugas/penyuluhan/baru", &hostile).await;
    assert!(page.status == 200 && !page.says("<script>alert"), "never unescaped");
}

#[tokio::test]
async fn a_stale_page_is_refused_with_what_changed_and_keeps_what_was_typed() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    let path = format!("/petugas/penyuluhan/{id}/ubah");
    let mut officer = desk(&p);
    assert_eq!(officer.get(&path).await.input("versi").as_deref(), Some("1"));
    let first = plan(&[("versi", "1"), ("tempat", "Gedung lain"), ("mulai", "10.00")]);
    assert_eq!(officer.post(&path, &first).await.status, 303);
    let second = plan(&[("versi", "1"), ("catatan", "Datang lebih awal.")]);
    let page = officer.post(&path, &second).await;
    assert_eq!(page.status, 409);
    for text in ["berubah sejak halaman Anda dibuka", "mengubah jam, mengubah tempat", "Gedung lain", "Datang lebih awal."] {
        assert!(page.says(text), "{text}");
    }
    assert_eq!(page.input("versi").as_deref(), Some("2"), "sending again is a decision");
    let again = plan(&[("versi", "2"), ("catatan", "Datang lebih awal.")]);
    assert_eq!(officer.post(&path, &again).await.status, 303);
    assert!(p.browser().get(&format!("/penyuluhan/{id}")).await.says("Datang lebih awal."));
    let page = officer.post(&format!("/petugas/penyuluhan/{id}/batal"), &[("versi", "1"), ("alasan", "Hujan")]).await;
    assert!(page.status == 409 && page.says("mengubah catatan") && page.says("Hujan</textarea>"), "{}", page.text());
    assert_eq!(page.input("versi").as_deref(), Some("3"), "sending again is a decision here too");
}

#[tokio::test]
async fn seats_are_never_cut_below_those_who_registered() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    assert_eq!(register(&p, &id, &[("jumlah", "5")]).await.status, 303);
    let path = format!("/petugas/penyuluhan/{id}/ubah");
    let page = desk(&p).post(&path, &plan(&[("versi", "1"), ("kursi", "4")])).await;
    assert!(page.status == 409 && page.says("sudah terdaftar lebih banyak"), "{}", page.text());
    assert_eq!(desk(&p).post(&path, &plan(&[("versi", "1"), ("kursi", "5")])).await.status, 303);
    assert!(p.browser().get(&format!("/penyuluhan/{id}")).await.says("Penuh"));
}

#[tokio::test]
async fn a_cancelled_day_says_why_takes_nobody_and_its_guests_are_told() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    register(&p, &id, &[("surel", "martina@contoh.id")]).await;
    register(&p, &id, &[]).await;
    assert_eq!(told(&p).await, [DayNews::Registered], "who left only a number is not written to");
    let path = format!("/petugas/penyuluhan/{id}/batal");
    let mut officer = desk(&p);
    assert!(officer.get(&path).await.says("4 orang terdaftar"));
    assert_eq!(officer.post(&path, &[("versi", "1"), ("alasan", "")]).await.status, 400);
    assert_eq!(officer.post(&path, &[("versi", "1"), ("alasan", "Kapal tidak berlayar")]).await.status, 303);
    assert_eq!(told(&p).await, [DayNews::Cancelled]);
    let page = p.browser().get(&format!("/penyuluhan/{id}")).await;
    assert!(page.says("Dibatalkan") && page.says("Kapal tidak berlayar"));
    assert_eq!(register(&p, &id, &[]).await.status, 409);
    let page = officer.post(&path, &[("versi", "1"), ("alasan", "Lagi")]).await;
    assert!(page.status == 409 && page.says("Kapal tidak berlayar"), "{}", page.text());
    assert_eq!(officer.get(&format!("/petugas/penyuluhan/{id}/ubah")).await.status, 409);
    let file = p.browser().get(&format!("/penyuluhan/{id}/kalender.ics")).await;
    assert!(file.says("STATUS:CANCELLED") && file.says("SEQUENCE:2"));
}

#[tokio::test]
async fn what_an_officer_did_stands_in_the_trail_without_a_name() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    let path = format!("/petugas/penyuluhan/{id}/ubah");
    desk(&p).post(&path, &plan(&[("versi", "1"), ("tempat", "Gedung lain")])).await;
    register(&p, &id, &[]).await;
    let page = desk(&p).get(&format!("/petugas/penyuluhan/{id}")).await;
    assert!(page.says("membuat acara ini") && page.says("mengubah tempat"));
    p.settle().await;
    assert!(store::verify_audit(&p.house.db).await.unwrap().is_ok());
}

#[tokio::test]
async fn what_guests_are_told_at_once_and_what_leaves_no_trace_wants_its_key_twice() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    register(&p, &id, &[]).await;
    p.clock.advance(10 * kernel::time::DAY);
    let day = format!("/petugas/penyuluhan/{id}");
    let cancel = desk(&p).get(&format!("{day}/batal")).await;
    assert!(cancel.says("data-key=\"X\" data-twice"), "who registered is told at once: {}", cancel.text());
    for (key, name) in [("kunci-tamu-yang-satu", "Yosep"), ("kunci-tamu-yang-dua", "Rosa")] {
        let form = [("kunci", key), ("jumlah", "2"), ("nama", name)];
        assert_eq!(desk(&p).post(&format!("{day}/tamu"), &form).await.status, 303);
    }
    let text = desk(&p).get(&day).await.text();
    let removals: Vec<&str> = text.split("/tamu/hapus\"").skip(1).filter_map(|rest| rest.split("</form>").next()).collect();
    assert_eq!(removals.len(), 2);
    assert!(removals.iter().all(|form| form.contains("data-twice")), "{removals:?}");
    let keyed: Vec<bool> = removals.iter().map(|form| form.contains("data-key=\"X\"")).collect();
    assert_eq!(keyed, [false, true], "the key takes away whom one added last");
}
