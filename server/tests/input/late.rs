//! What comes after the session has ended, or breaks off on its way.

use crate::{
    attack::FORM,
    stage::{PASSWORD, sign_in, stage},
};
use kernel::time::MINUTE;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};

const SENTENCE: &str = "Anda sudah keluar sebelum berkas ini sampai";

#[tokio::test]
async fn a_paper_that_came_too_late_is_asked_for_again_on_its_page_after_signing_in() {
    let stage = stage().await;
    let paper = format!("/permohonan/{}/berkas/identity_card", stage.id);
    let mut she = stage.mine.clone();
    assert!(!she.get(&paper).await.says(SENTENCE));
    stage.product.clock.advance(16 * MINUTE);
    // a file as large as a paper may be, and one that is larger
    for size in [9, 11] {
        let picture = vec![7; size * 1024 * 1024];
        let page = she.upload(&paper, "berkas", ("ktp.jpg", "image/jpeg", &picture), &[]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        assert!(page.location().starts_with("/masuk?kembali="), "{}", page.location());
    }
    // the largest is too large to be kept; the newest form of this browser was, and somebody else's device has none of it
    let mut she = stage.mine.clone();
    let late = she.upload(&paper, "berkas", ("ktp.jpg", "image/jpeg", &vec![7; 11 * 1024 * 1024]), &[]).await;
    let door = she.get(&late.location()).await;
    let form = door.form("Masuk").with("surel", "yuliana.sare@contoh.id").with("sandi", PASSWORD);
    let page = she.press(&form).await;
    assert!(page.path.starts_with(&paper) && page.status == 200, "{}: {}", page.path, page.text());
    assert!(page.says(SENTENCE) && page.says("kirim sekali lagi"), "{}", page.text());
    assert!(!page.says("Yang sudah dikirim"), "nothing was taken");
    let again = she.upload(&paper, "berkas", ("ktp.jpg", "image/jpeg", &e2e::sheet(1)), &[]).await;
    assert_eq!((again.status.as_u16(), again.location()), (303, paper.clone()));
    let page = she.get(&paper).await;
    assert!(page.says("Yang sudah dikirim") && !page.says(SENTENCE), "{}", page.text());
    // whoever else comes in finds nothing
    let mut other = sign_in(&stage.product, "orang.lain@contoh.id").await;
    assert_eq!(other.get(&format!("{paper}?kirim-ulang")).await.status, 404);
}

#[tokio::test]
async fn a_paper_that_came_after_its_session_is_taken_when_its_owner_is_back_and_by_nobody_else() {
    let stage = stage().await;
    let paper = format!("/permohonan/{}/berkas/identity_card", stage.id);
    let mut she = stage.mine.clone();
    stage.product.clock.advance(16 * MINUTE);
    let late = she.upload(&paper, "berkas", ("ktp.jpg", "image/jpeg", &e2e::sheet(1)), &[]).await;
    assert!(late.location().starts_with("/masuk?kembali="), "{}", late.location());
    let door = she.get(&late.location()).await;
    assert!(door.says("Isian atau berkas itu kami simpan terkunci"), "{}", door.text());
    // another person signs in with the same browser: the paper is not hers
    let mut other = she.clone();
    let form = |email: &str| door.form("Masuk").with("surel", email).with("sandi", PASSWORD);
    other.press(&form("orang.lain@contoh.id")).await;
    assert_eq!(other.get(&paper).await.status, 404);
    // its owner does
    let page = she.press(&form("yuliana.sare@contoh.id")).await;
    assert!(page.path == paper && page.status == 200, "{}: {}", page.path, page.text());
    assert!(page.says("Yang sudah dikirim") && !page.says(SENTENCE), "{}", page.text());
}

#[tokio::test]
async fn a_form_that_breaks_off_on_its_way_gets_a_page_that_says_so() {
    let stage = stage().await;
    let router = shell::web::product(&stage.product.house, &stage.product.rooms);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let at = listener.local_addr().expect("an address");
    let (_stop, stopped) = watch::channel(false);
    tokio::spawn(roof::listen::serve(listener, router, stopped));
    let session = stage.mine.cookie("__Host-mp").expect("a session");
    for framing in ["content-length: 40\r\n\r\nfull_name=Yul", "transfer-encoding: chunked\r\n\r\nd\r\nfull_name=Yul\r\nzz\r\n"] {
        let head = format!("POST /permohonan/{}/isi/name HTTP/1.1\r\nhost: localhost:8080\r\nconnection: close\r\n", stage.id);
        let sent = format!("{head}content-type: {FORM}\r\ncookie: __Host-mp={session}\r\n{framing}");
        let mut line = TcpStream::connect(at).await.expect("a connection");
        line.write_all(sent.as_bytes()).await.expect("half of a form");
        line.shutdown().await.expect("nothing more comes");
        let mut bytes = Vec::new();
        line.read_to_end(&mut bytes).await.expect("an answer");
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("HTTP/1.1 400"), "{framing}: {text}");
        assert!(text.contains("<h1") && text.contains("terputus sebelum sampai"), "{framing}: {text}");
    }
}
