//! Keys of officers: whatever one can do at a desk has a key, whichever roles the officer has.

use crate::{
    desk::go_on,
    stage::{Applicant, NIK, desk, officer, open_calendar, product},
};
use harness::{Browser, Page, Product};
use std::collections::BTreeSet;

/// A form with its opening tag, up to its end.
fn forms(text: &str) -> Vec<&str> {
    let each = text.split("<form ").skip(1).filter_map(|rest| rest.split("</form>").next());
    // what stands around all pages: the way out, and the clock of a trial
    each.filter(|form| !form.contains("action=\"/petugas/keluar\"") && !form.contains("action=\"/percobaan")).collect()
}

/// What a form does: the last word of its address; the page's own address where it names none.
fn verb(form: &str) -> &str {
    let action = form.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    action.rsplit('/').next().unwrap_or_default()
}

fn tags<'t>(text: &'t str, begin: &str) -> Vec<&'t str> {
    text.split(begin).skip(1).filter_map(|rest| rest.split('>').next()).collect()
}

/// No key stands twice, each is shown where it works, and each button of a form, each way out of it and each way back has one.
/// Of buttons that do the same to one row each, one has the key; the others are reached from row to row.
fn sound(page: &Page) {
    let text = page.text();
    let mut keys = BTreeSet::new();
    for twin in text.split("data-key=\"").skip(1) {
        let (key, rest) = twin.split_once('"').unwrap();
        let own = rest.split("data-key").next().unwrap();
        assert!(own.contains(&format!("<kbd>{key}</kbd>")), "{key} is not shown: {own}");
        assert!(keys.insert(key), "{key} stands twice: {text}");
    }
    let all = forms(&text);
    let keyed: BTreeSet<&str> =
        all.iter().filter(|form| form.contains("<button") && form.contains("data-key")).map(|f| verb(f)).collect();
    for form in &all {
        let search = form.contains("role=\"search\"") && tags(form, "<input ").iter().any(|field| field.contains("data-key"));
        let row = keyed.contains(verb(form)) && all.iter().filter(|other| verb(other) == verb(form)).count() > 1;
        for button in tags(form, "<button") {
            assert!(search || row || button.contains("data-key"), "a button without a key: {form}");
        }
        for link in tags(form, "<a class=\"btn") {
            assert!(link.contains("data-key"), "a way out without a key: {link}");
        }
    }
    for back in tags(&text, "<a class=\"back\"") {
        assert!(back.contains("data-key"), "a way back without a key: {back}");
    }
}

async fn opens(officer: &mut Browser, path: &str) -> Page {
    let page = officer.get(path).await;
    assert_eq!(page.status, 200, "{}", page.text());
    sound(&page);
    page
}

/// A job that gave up, twice.
async fn dead_jobs(product: &Product) {
    let write = store::sql(
        "INSERT INTO job (id, kind, job_key, payload, run_at, state, failures, attempt, error, created_at) VALUES \
         ($1, 'schedule.roll', $2, '{}', 0, 'dead', 5, 5, 'x', 0)",
    );
    let dead = product.house.db.transact::<_, store::StoreError, _>(|tx| {
        Box::pin(async move {
            for (id, key) in [("01900000-0000-7000-8000-000000000001", "x"), ("01900000-0000-7000-8000-000000000002", "y")] {
                tx.exec(write, store::params![id, key]).await?;
            }
            Ok(())
        })
    });
    dead.await.unwrap();
}

#[tokio::test]
async fn each_step_of_a_case_has_a_key_of_its_own() {
    let product = product().await;
    open_calendar(&product).await;
    let seed = officer(&product).await;
    let mut she = Applicant::complete(&product, "yuliana@contoh.id", NIK).await;
    let slot = she.submit(&product, 3).await;
    she.pay(&product).await;
    product.clock.set(slot.starts_at);
    let mut officer = desk(&product, &seed).await;
    opens(&mut officer, "/petugas/masuk-antre").await;
    let found = application::find(&mut product.house.reader(), &she.id).await.unwrap().unwrap();
    let page = officer.submit("/petugas/masuk-antre", &[("kode", &found.number)]).await;
    sound(&page);
    let case = page.links("/petugas/kasus/").remove(0);
    for (act, fields) in [
        ("cocok", &[("lanjut", "ya")][..]),
        ("wawancara", &[("catatan", "consistent"), ("biometrik", "BIO-2026-0001")]),
        ("setujui", &[]),
        ("cetak", &[("nomor-buku", "E7654321")]),
        ("siap", &[]),
        ("serah", &[("pengambil", "self"), ("nama", "Yuliana Nona Sare")]),
    ] {
        for list in ["hari-ini", "cetak", "serah"] {
            let path = format!("/petugas/{list}");
            opens(&mut officer, &path).await;
            sound(&officer.submit(&path, &[("cari", "Nona")]).await);
            sound(&officer.submit(&path, &[("cari", "tiada")]).await);
        }
        let page = opens(&mut officer, &case).await;
        assert!(forms(&page.text()).iter().any(|form| verb(form) == act), "{act}: {}", page.text());
        go_on(&mut officer, &case, act, fields).await;
    }
    opens(&mut officer, &case).await;
}

#[tokio::test]
async fn each_step_of_outreach_finance_and_administration_has_a_key_of_its_own() {
    let product = product().await;
    let seed = officer(&product).await;
    let mut officer = desk(&product, &seed).await;
    opens(&mut officer, "/petugas/penyuluhan").await;
    opens(&mut officer, "/petugas/admin").await;
    outreach::create_sample_days(&product.house).await.unwrap();
    dead_jobs(&product).await;
    for path in ["/petugas/penyuluhan/baru", "/petugas/penyuluhan/angka", "/petugas/keuangan", "/petugas/keuangan?status=ditutup"]
    {
        opens(&mut officer, path).await;
    }
    let mut days = BTreeSet::new();
    for list in ["/petugas/penyuluhan", "/petugas/penyuluhan?waktu=lalu"] {
        days.extend(opens(&mut officer, list).await.links("/petugas/penyuluhan/0"));
    }
    assert!(days.len() >= 6, "{days:?}");
    for day in &days {
        let page = opens(&mut officer, day).await;
        if page.says(&format!("{day}/ubah")) {
            opens(&mut officer, &format!("{day}/ubah")).await;
            opens(&mut officer, &format!("{day}/batal")).await;
        }
        if page.says(&format!("{day}/tamu")) {
            for name in ["Yosep", "Rosa"] {
                let form = page.form("Tambahkan").with("jumlah", "2").with("nama", name).with("kunci", &vault::new_token());
                sound(&officer.press(&form).await);
            }
            let page = opens(&mut officer, day).await;
            assert!(page.says("data-key=\"T\"") && page.says("data-key=\"X\""), "{}", page.text());
        }
    }
    let page = opens(&mut officer, "/petugas/admin").await;
    assert_eq!((page.text().matches("/ulang\"").count(), page.text().matches("data-key=\"U\"").count()), (2, 1));
    opens(&mut officer, "/petugas/admin/jejak").await;
    sound(&officer.submit("/petugas/admin/jejak", &[("nomor", "6262000000000000")]).await);
}
