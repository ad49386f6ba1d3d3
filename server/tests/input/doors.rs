//! Forms of accounts, of information days, and of the public pages.

use crate::{
    attack::{Attack, answered},
    stage::{PASSWORD, desk, officer, product, sign_in, signed_in},
};
use kernel::{ids::OfficeCode, role::Role};

#[tokio::test]
async fn forms_of_strangers_answer_hostile_values_in_words_and_keep_what_was_typed() {
    let product = product().await;
    let mut attack = Attack::on(&product);
    attack.patient = true;
    for path in ["/lupa", "/masuk", "/petugas/masuk", "/daftar", "/lacak", "/perlu-apa", "/latihan", "/kantor", "/biaya"] {
        attack.page(&mut product.browser(), path).await;
    }
    let mut newcomer = product.browser();
    let form = [("nama", "Agnes Wea Bhoki"), ("surel", "agnes.bhoki@contoh.id"), ("telepon", "081339001256")];
    let form: Vec<(&str, &str)> = form.into_iter().chain([("sandi", PASSWORD), ("setuju", "ya")]).collect();
    assert_eq!(newcomer.post("/daftar", &form).await.status, 303);
    attack.page(&mut newcomer, "/daftar/kode").await;
    signed_in(&product, "yuliana@contoh.id", "Yuliana Nona Sare").await;
    let mut forgetful = product.browser();
    assert_eq!(forgetful.post("/lupa", &[("surel", "yuliana@contoh.id")]).await.status, 303);
    attack.page(&mut forgetful, "/lupa/kode").await;
    let office = OfficeCode::parse("kanim-maumere").unwrap();
    let link = administration::officer_invite(&product.house, "baru@contoh.id", "Petugas Baru", &office, &Role::ALL).await;
    attack.page(&mut product.browser(), &link.unwrap()).await;
    attack.judge(300);
}

#[tokio::test]
async fn forms_of_an_account_answer_hostile_values_in_words_and_keep_what_was_typed() {
    let product = product().await;
    let mut she = signed_in(&product, "yuliana@contoh.id", "Yuliana Nona Sare").await;
    // another session to end
    sign_in(&product, "yuliana@contoh.id").await;
    let mut attack = Attack::on(&product);
    for (path, field) in [("/akun/surel", ("surel", "yuliana.baru@contoh.id")), ("/akun/telepon", ("telepon", "081339001257"))] {
        attack.page(&mut she, path).await;
        // so many addresses must be waited for, and the session ends meanwhile
        product.clock.advance(kernel::time::HOUR);
        she = sign_in(&product, "yuliana@contoh.id").await;
        let page = she.post(path, &[field]).await;
        assert_eq!(page.location(), format!("{path}/kode"), "{}", page.text());
        attack.page(&mut she, &format!("{path}/kode")).await;
    }
    for path in ["/akun/sandi", "/akun/verifikasi", "/akun", "/akun/perangkat", "/data-pribadi/jejak"] {
        attack.page(&mut she, path).await;
    }
    attack.judge(100);
}

#[tokio::test]
async fn forms_of_information_days_answer_hostile_values_in_words_and_keep_what_was_typed() {
    let product = product().await;
    let seed = officer(&product).await;
    outreach::create_sample_days(&product.house).await.unwrap();
    let mut attack = Attack::on(&product);
    attack.patient = true;
    let mut guest = product.browser();
    let actions = attack.all(&mut guest, &["/penyuluhan", "/latihan", "/selebaran"], &["/penyuluhan", "/latihan"]).await;
    assert!(actions.iter().any(|action| action.ends_with("/daftar")), "{actions:?}");
    let mut officer = desk(&product, &seed).await;
    attack.patient = false;
    let from = ["/petugas/penyuluhan", "/petugas/penyuluhan?waktu=lalu", "/petugas/penyuluhan/baru", "/petugas/penyuluhan/angka"];
    let ahead = attack.all(&mut officer, &from, &["/petugas/penyuluhan"]).await;
    let past = officer.open("/petugas/penyuluhan?waktu=lalu").await;
    answered(&past, "days that are past");
    let mut tried = ahead;
    for day in past.links("/petugas/penyuluhan/") {
        tried.extend(attack.all(&mut officer, &[&day], &[]).await);
    }
    for wanted in ["/hadir", "/tamu", "/tamu/hapus", "/ubah", "/batal", "/baru"] {
        assert!(tried.iter().any(|action| action.ends_with(wanted)), "{wanted}: {tried:?}");
    }
    attack.judge(300);
}
