use super::{MAIL, rooms, world};
use crate::model::Kind;
use ::store::Actor;
use harness::{Mode, Product};
use kernel::{
    contact::Email,
    event::Event,
    role::Role,
    time::{HOUR, MINUTE},
};

async fn post() -> Product {
    Product::builder().rooms(rooms()).sessions(account::sessions).frames(crate::frames).open().await
}

fn newcomer(email: &str) -> [(&str, &str); 5] {
    [
        ("nama", "Yuliana Goreti"),
        ("surel", email),
        ("telepon", "081234567890"),
        ("sandi", "kuda payung sendok biru"),
        ("setuju", "ya"),
    ]
}

#[tokio::test]
async fn a_code_arrives_once_and_opens_the_account() {
    let p = post().await;
    let mut browser = p.browser();
    browser.submit("/daftar", &newcomer(MAIL)).await;
    p.settle().await;
    p.settle().await;
    let mails = p.outside.mailer.to(MAIL);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Kode M-Paspor Anda");
    assert!(mails[0].text.contains("10 menit"), "{}", mails[0].text);
    assert!(!mails[0].text.contains("http"), "a code needs no link: {}", mails[0].text);
    assert!(!mails[0].text.contains("Yuliana"), "whoever typed the address chose that name: {}", mails[0].text);
    let page = browser.post("/daftar/kode", &[("kode", &p.outside.mailer.code_for(MAIL))]).await;
    assert_eq!(page.location(), "/permohonan", "{}", page.text());
    let second = p.browser().submit("/daftar", &newcomer(MAIL)).await;
    assert_eq!(second.status, 200, "the same page as for a new address");
    p.settle().await;
    let mails = p.outside.mailer.to(MAIL);
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[1].subject, "Alamat ini sudah punya akun M-Paspor");
    assert_eq!(p.outside.mailer.code_for(MAIL), "", "no code in the second");
}

#[tokio::test]
async fn an_english_reader_gets_an_english_code() {
    let p = post().await;
    let mut browser = p.browser();
    browser.open("/daftar?bahasa=en").await;
    browser.submit("/daftar", &newcomer(MAIL)).await;
    p.settle().await;
    let mails = p.outside.mailer.to(MAIL);
    assert_eq!(mails[0].subject, "Your M-Paspor code");
    assert!(mails[0].html.as_deref().unwrap().contains("lang=\"en\""));
    assert_eq!(p.outside.mailer.code_for(MAIL).len(), 6);
}

#[tokio::test]
async fn a_code_that_grew_old_while_the_server_was_down_is_dropped() {
    let p = post().await;
    p.outside.mailer.set(Mode::Unreachable);
    p.browser().submit("/daftar", &newcomer(MAIL)).await;
    p.settle().await;
    p.later(11 * MINUTE).await;
    p.outside.mailer.set(Mode::Good);
    p.later(HOUR).await;
    assert_eq!(p.outside.mailer.all().len(), 0);
}

#[tokio::test]
async fn a_changed_address_is_told_to_the_old_and_the_new_one() {
    let p = post().await;
    let mut browser = p.browser();
    browser.submit("/daftar", &newcomer(MAIL)).await;
    p.settle().await;
    browser.post("/daftar/kode", &[("kode", &p.outside.mailer.code_for(MAIL))]).await;
    let new = "nona@contoh.id";
    let page = browser.post("/akun/surel", &[("surel", new)]).await;
    assert_eq!(page.location(), "/akun/surel/kode", "{}", page.text());
    p.settle().await;
    let (old_code, new_code) = (p.outside.mailer.code_for(MAIL), p.outside.mailer.code_for(new));
    let form = [("kode-lama", old_code.as_str()), ("kode-baru", new_code.as_str())];
    let done = browser.post("/akun/surel/kode", &form).await;
    assert!(done.status.is_redirection(), "{}", done.text());
    p.settle().await;
    let subject = |to: &str| p.outside.mailer.to(to).last().unwrap().subject.clone();
    assert_eq!(subject(MAIL), "Data kontak akun Anda diganti");
    assert_eq!(subject(new), "Alamat ini sekarang dipakai akun M-Paspor Anda");
    let page = browser.get("/kabar").await;
    assert_eq!(page.links("/kabar/").len(), 1, "{}", page.text());
}

#[tokio::test]
async fn an_officer_is_invited_with_a_one_time_link() {
    let p = post().await;
    let house = &p.house;
    let invite = account::Invite {
        email: Email::parse("petugas@contoh.id").unwrap(),
        name: "Maria Bere".into(),
        office: super::office(),
        roles: vec![Role::FrontDesk],
    };
    let made = house.db.transact::<_, ::store::StoreError, _>(|tx| {
        let invite = &invite;
        Box::pin(async move { Ok(account::invite_officer(&house.vault, tx, invite, Actor::Operator).await?.unwrap()) })
    });
    let invited = made.await.unwrap();
    p.settle().await;
    let mails = p.outside.mailer.to("petugas@contoh.id");
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains(&format!("http://localhost:8080{}", invited.link_path)), "{}", mails[0].text);
    assert!(mails[0].text.starts_with("Halo Maria Bere,"));
}

#[tokio::test]
async fn a_changed_password_is_told() {
    let w = world().await;
    w.tell(Event::PasswordChanged { account: w.account.clone() }).await;
    w.p.settle().await;
    let (_, text) = w.only(Kind::PasswordChanged).await;
    assert!(text.contains("Halo Yuliana Nona Sare,"), "{text}");
}
