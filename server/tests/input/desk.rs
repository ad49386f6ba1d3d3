//! Forms of the officers' desk: the check-in and each step of a case.

use crate::{
    attack::Attack,
    forms::{Kind, forms},
    stage::{Applicant, NIK, desk, officer, open_calendar, product},
};
use harness::Browser;

/// Presses the form of a case that ends so, if it is still there.
pub async fn go_on(browser: &mut Browser, case: &str, act: &str, fields: &[(&str, &str)]) {
    let page = browser.open(case).await;
    let Some(form) = forms(&page).into_iter().find(|form| form.action.ends_with(act)) else { return };
    let ticks = form.fields.iter().filter(|f| f.kind == Kind::Ticked && f.name.starts_with("cocok-")).map(|f| f.name.as_str());
    let mut filled: Vec<(&str, &str)> = ticks.map(|name| (name, "ya")).collect();
    filled.push(("versi", form.fields.iter().find(|f| f.name == "versi").map_or("", |f| &f.value)));
    filled.extend_from_slice(fields);
    let done = browser.post(&form.action, &filled).await;
    assert_eq!(done.status, 303, "{act}: {}", done.text());
}

#[tokio::test]
async fn forms_of_the_desk_answer_hostile_values_in_words() {
    let product = product().await;
    open_calendar(&product).await;
    let seed = officer(&product).await;
    let mut she = Applicant::complete(&product, "yuliana@contoh.id", NIK).await;
    let slot = she.submit(&product, 3).await;
    she.pay(&product).await;
    product.clock.set(slot.starts_at);
    let mut officer = desk(&product, &seed).await;
    let mut attack = Attack::on(&product);
    attack.all(&mut officer, &["/petugas/hari-ini", "/petugas/masuk-antre"], &["/petugas/hari-ini"]).await;
    let home = she.at("");
    let found = application::find(&mut product.house.reader(), &she.id).await.unwrap().unwrap();
    let page = officer.submit("/petugas/masuk-antre", &[("kode", &found.number)]).await;
    let case = page.links("/petugas/kasus/").remove(0);

    let mut tried = Vec::new();
    for (act, fields) in [
        ("minta-berkas", &[("berkas-identity_card", "ya")][..]),
        ("berkas-lengkap", &[]),
        ("cocok", &[("lanjut", "ya")]),
        ("wawancara", &[("catatan", "consistent"), ("biometrik", "BIO-2026-0001")]),
        ("setujui", &[]),
        ("cetak", &[("nomor-buku", "E7654321")]),
        ("siap", &[]),
        ("serah", &[("pengambil", "self"), ("nama", "Yuliana Nona Sare")]),
    ] {
        if act == "berkas-lengkap" {
            // the papers that were asked for
            let path = format!("{home}/berkas/identity_card");
            let mut hers = crate::stage::sign_in(&product, &she.email).await;
            let sent = hers.upload(&path, "berkas", ("foto.jpg", "image/jpeg", &e2e::sheet(9)), &[]).await;
            assert_eq!(sent.status, 303, "{}", sent.text());
        }
        tried.extend(attack.all(&mut officer, &[&case], &[]).await);
        go_on(&mut officer, &case, act, fields).await;
    }
    for act in ["minta-berkas", "berkas-lengkap", "cocok", "wawancara", "setujui", "tolak", "cetak", "siap", "serah"] {
        assert!(tried.iter().any(|action| action.ends_with(act)), "no form for {act} was tried: {tried:?}");
    }
    attack.all(&mut officer, &[&case, "/petugas/hari-ini", "/petugas/cetak", "/petugas/serah"], &["/petugas/kasus"]).await;
    attack.judge(500);
}

#[tokio::test]
async fn forms_of_finance_and_administration_answer_hostile_values_in_words() {
    let product = product().await;
    let seed = officer(&product).await;
    let mut officer = desk(&product, &seed).await;
    let write = store::sql(
        "INSERT INTO job (id, kind, job_key, payload, run_at, state, failures, attempt, error, created_at) VALUES \
         ('01900000-0000-7000-8000-000000000001', 'schedule.roll', 'x', '{}', 0, 'dead', 5, 5, $1, 0)",
    );
    let dead = product.house.db.transact::<_, store::StoreError, _>(|tx| {
        Box::pin(async move { tx.exec(write, store::params!["<script>alert(1)</script>"]).await })
    });
    dead.await.unwrap();
    let mut attack = Attack::on(&product);
    let from = ["/petugas/admin", "/petugas/admin/jejak", "/petugas/keuangan", "/petugas/keuangan?status=ditutup"];
    let actions = attack.all(&mut officer, &from, &["/petugas/admin", "/petugas/keuangan"]).await;
    for wanted in ["/ulang", "/petugas/admin/jejak"] {
        assert!(actions.iter().any(|action| action.ends_with(wanted)), "{wanted}: {actions:?}");
    }
    attack.judge(30);
}
