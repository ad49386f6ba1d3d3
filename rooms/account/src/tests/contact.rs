use super::{GOOD, Post, code, mails, product, sign_in, signed_up, wrong};
use crate::CodePurpose;

#[tokio::test]
async fn another_address_needs_the_codes_of_both() {
    let p = product().await;
    let mut browser = signed_up(&p, "lama@contoh.id").await;
    assert_eq!(browser.post("/akun/surel", &[("surel", "baru@contoh.id")]).await.location(), "/akun/surel/kode");
    let (old, new) = (code(&p, "lama@contoh.id").await, code(&p, "baru@contoh.id").await);
    assert_eq!(mails(&p, "lama@contoh.id").await.last().unwrap().purpose, CodePurpose::OldEmail);
    assert_eq!(mails(&p, "baru@contoh.id").await.last().unwrap().purpose, CodePurpose::NewEmail);
    let only_new = browser.post("/akun/surel/kode", &[("kode-lama", &wrong(&old)), ("kode-baru", &new)]).await;
    assert!(only_new.status == 400 && only_new.says("href=\"#kode-lama\"") && !only_new.says("href=\"#kode-baru\""));
    let only_old = browser.post("/akun/surel/kode", &[("kode-lama", &old), ("kode-baru", "")]).await;
    assert!(only_old.status == 400 && only_old.input("kode-lama").unwrap() == old);
    let done = browser.submit("/akun/surel/kode", &[("kode-lama", &old), ("kode-baru", &new)]).await;
    assert!(done.says("baru@contoh.id") && done.says("sudah diganti"), "{}", done.text());
    assert_eq!(sign_in(&mut p.browser(), "lama@contoh.id", GOOD).await.status, 400);
    assert_eq!(sign_in(&mut p.browser(), "baru@contoh.id", GOOD).await.status, 303);
    p.settle().await;
    let told = p.house.kept::<Post>().changes.lock().unwrap().clone();
    assert_eq!(told, [("lama@contoh.id".to_owned(), "baru@contoh.id".to_owned())]);
}

#[tokio::test]
async fn the_address_of_another_account_cannot_be_taken_nor_found_out() {
    let p = product().await;
    signed_up(&p, "orang@contoh.id").await;
    let mut browser = signed_up(&p, "lama@contoh.id").await;
    let page = browser.post("/akun/surel", &[("surel", "orang@contoh.id")]).await;
    assert_eq!(page.location(), "/akun/surel/kode");
    let old = code(&p, "lama@contoh.id").await;
    let mail = mails(&p, "orang@contoh.id").await;
    assert_eq!(mail.last().unwrap().purpose, CodePurpose::SignUpKnown);
    let page = browser.post("/akun/surel/kode", &[("kode-lama", &old), ("kode-baru", "000000")]).await;
    assert!(page.status == 400 && page.says("href=\"#kode-baru\""));
    let page = browser.post("/akun/surel", &[("surel", "LAMA@contoh.id")]).await;
    assert!(page.status == 400 && page.says("Ini alamat Anda yang sekarang"));
}

#[tokio::test]
async fn another_number_needs_the_code_in_the_mail() {
    let p = product().await;
    let mut browser = signed_up(&p, "lama@contoh.id").await;
    assert_eq!(browser.post("/akun/telepon", &[("telepon", "halo")]).await.status, 400);
    assert_eq!(browser.post("/akun/telepon", &[("telepon", "0812-3456-7890")]).await.status, 400, "it is the same one");
    assert_eq!(browser.post("/akun/telepon", &[("telepon", "0857 1111 2222")]).await.location(), "/akun/telepon/kode");
    let digits = code(&p, "lama@contoh.id").await;
    assert_eq!(mails(&p, "lama@contoh.id").await.last().unwrap().purpose, CodePurpose::NewPhone);
    assert_eq!(browser.post("/akun/telepon/kode", &[("kode", &wrong(&digits))]).await.status, 400);
    let done = browser.submit("/akun/telepon/kode", &[("kode", &digits)]).await;
    assert!(done.says("+6285711112222"), "{}", done.text());
}

#[tokio::test]
async fn a_change_belongs_to_whoever_began_it() {
    let p = product().await;
    let mut mine = signed_up(&p, "lama@contoh.id").await;
    mine.post("/akun/telepon", &[("telepon", "0857 1111 2222")]).await;
    let digits = code(&p, "lama@contoh.id").await;
    let mut other = signed_up(&p, "orang@contoh.id").await;
    other.set_cookie("__Host-mp-alur", mine.cookie("__Host-mp-alur").unwrap());
    assert_eq!(other.post("/akun/telepon/kode", &[("kode", &digits)]).await.location(), "/akun/telepon");
    assert_eq!(p.browser().post("/akun/telepon/kode", &[("kode", &digits)]).await.status, 303);
}
