use super::{desk, planned, product, register, trial};
use kernel::time::DAY;

fn boxes(page: &harness::Page) -> Vec<String> {
    let html = page.text();
    html.split("name=\"datang-").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn who_came_is_ticked_on_the_day_and_two_officers_do_not_undo_each_other() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    register(&p, &id, &[("jumlah", "2")]).await;
    register(&p, &id, &[("nama", "Yosep Keraf"), ("jumlah", "3")]).await;
    let path = format!("/petugas/penyuluhan/{id}");
    let page = desk(&p).get(&path).await;
    assert!(page.says("mulai hari acara") && !page.says("Simpan kehadiran"));
    let guests = boxes(&page);
    let tick = |g: &str| format!("datang-{g}");
    let (one, two) = (tick(&guests[0]), tick(&guests[1]));
    let hadir = format!("{path}/hadir");
    assert_eq!(desk(&p).post(&hadir, &[(&one, "ya"), ("tadi", "")]).await.status, 409, "too early");
    p.clock.advance(10 * DAY);
    assert_eq!(desk(&p).post(&hadir, &[(&one, "ya"), ("tadi", ""), ("halaman", "1")]).await.status, 303);
    // the second page was drawn before the first was saved
    assert_eq!(desk(&p).post(&hadir, &[(&two, "ya"), ("tadi", ""), ("halaman", "1")]).await.status, 303);
    let page = desk(&p).get(&path).await;
    assert!(page.text().matches(" checked").count() == 2, "{}", page.text());
    assert_eq!(desk(&p).post(&hadir, &[(&two, "ya"), ("tadi", &guests.join(","))]).await.status, 303);
    assert_eq!(desk(&p).get(&path).await.text().matches(" checked").count(), 1);
    for fields in [vec![("datang-x", "ya")], vec![("tadi", "x")], vec![("lain", "1")]] {
        assert_eq!(desk(&p).post(&hadir, &fields).await.status, 400);
    }
}

#[tokio::test]
async fn who_came_without_registering_is_added_once_and_can_be_removed() {
    let p = product().await;
    let id = planned(&p, &[]).await;
    p.clock.advance(10 * DAY);
    let path = format!("/petugas/penyuluhan/{id}");
    let mut officer = desk(&p);
    let fields = [("kunci", "satu-kunci-yang-cukup"), ("jumlah", "7"), ("nama", "")];
    for _ in 0..2 {
        assert_eq!(officer.post(&format!("{path}/tamu"), &fields).await.status, 303);
    }
    let page = officer.get(&path).await;
    assert_eq!(page.text().matches("Tanpa nama").count(), 2, "a line and its button: {}", page.text());
    let page = officer.post(&format!("{path}/tamu"), &[("kunci", "kunci-lain-yang-cukup"), ("jumlah", "500")]).await;
    assert!(page.status == 400 && page.says("1 sampai 50"));
    let guest = page.input("tamu").unwrap();
    officer.post(&format!("{path}/tamu/hapus"), &[("tamu", &guest)]).await;
    assert!(!officer.get(&path).await.says("Tanpa nama"));
}

#[tokio::test]
async fn the_numbers_stand_by_regency_and_audience_as_chart_and_table() {
    let p = trial().await;
    let page = desk(&p).get("/petugas/penyuluhan/angka").await;
    assert_eq!(page.status, 200);
    for text in [
        "Kabupaten Sikka",
        "Kabupaten Ende",
        "Pelaut dan nelayan",
        "Instansi dan perusahaan",
        "<svg class=\"chart\"",
        "Tabel angka",
        "Terbanyak",
    ] {
        assert!(page.says(text), "{text}\n{}", page.text());
    }
    assert!(!page.says("viewBox=\"0 0 100"), "across in percent, down in pixels");
    assert!(desk(&p).get("/petugas/penyuluhan/angka?tahun=2025").await.says("Belum ada acara yang selesai"));
    assert_eq!(desk(&p).get("/petugas/penyuluhan/angka?tahun=99").await.status, 400);
}
