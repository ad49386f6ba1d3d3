use super::*;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

/// A mail client that speaks by hand.
struct Client(BufReader<TcpStream>);

impl Client {
    async fn connect(stage: &Stage) -> Self {
        let mut client = Self(BufReader::new(TcpStream::connect(stage.world.smtp_addr()).await.unwrap()));
        assert!(client.hear().await.starts_with("220 "));
        client
    }

    /// The last line of an answer.
    async fn hear(&mut self) -> String {
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line).await.unwrap();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.trim_end().to_owned();
            }
        }
    }

    async fn say(&mut self, line: &str) -> String {
        self.0.write_all(format!("{line}\r\n").as_bytes()).await.unwrap();
        self.hear().await
    }

    async fn send(&mut self, to: &str, mail: &str) -> String {
        assert!(self.say("MAIL FROM:<layanan@m-paspor.invalid> BODY=8BITMIME").await.starts_with("250"));
        assert!(self.say(&format!("RCPT TO:<{to}>")).await.starts_with("250"));
        assert!(self.say("DATA").await.starts_with("354"));
        self.say(&format!("{mail}\r\n.")).await
    }
}

const MAIL: &str = "From: M-Paspor <layanan@m-paspor.invalid>\r\nTo: yuliana@contoh.id\r\n\
    Subject: =?utf-8?q?Kode_masuk_Anda_=E2=80=93_123456?=\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\nBuka http://localhost:8080/verifikasi?t=3Dabc=\r\ndef. \
    Terima kasih =E2=80=94 M-Paspor\r\n..satu titik\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\
    Content-Transfer-Encoding: base64\r\n\r\nPGI+SGFsbzwvYj4=\r\n--b--";

#[tokio::test]
async fn a_mail_is_taken_decoded_and_shown_with_its_links() {
    let stage = Stage::new().await;
    let mut client = Client::connect(&stage).await;
    assert_eq!(client.say("EHLO kami").await, "250 8BITMIME");
    assert!(client.send("Yuliana@contoh.id", MAIL).await.starts_with("250"));
    assert!(client.say("QUIT").await.starts_with("221"));
    let mail = stage.world.mails("yuliana@contoh.id").remove(0);
    assert_eq!(mail.subject, "Kode masuk Anda – 123456");
    assert!(mail.text.contains("Terima kasih — M-Paspor") && mail.text.contains("\n.satu titik"), "{:?}", mail.text);
    assert_eq!(mail.links, ["http://localhost:8080/verifikasi?t=abcdef"]);
    assert_eq!(mail.html, "<b>Halo</b>");
    assert_eq!(mail.at.0, morning());

    let (_, inbox) = stage.page("/surat?ke=yuliana").await;
    assert!(inbox.contains("Kode masuk Anda – 123456") && inbox.contains("/surat/1"));
    let (_, page) = stage.page("/surat/1").await;
    assert!(page.contains("<a href=\"http://localhost:8080/verifikasi?t=abcdef\">"), "{page}");
    let (_, list) = stage.page("/surat.json?to=yuliana%40contoh.id").await;
    assert_eq!(serde_json::from_str::<Value>(&list).unwrap()[0]["subject"], "Kode masuk Anda – 123456");
    assert_eq!(stage.page("/surat.json?to=nobody").await.1, "[]");
}

#[tokio::test]
async fn a_plain_base64_mail_is_decoded_and_newer_mails_come_first() {
    let stage = Stage::new().await;
    let mut client = Client::connect(&stage).await;
    client.say("HELO kami").await;
    let mail = "Subject: =?UTF-8?B?U2VsYW1hdCDigJQgZGF0YW5n?=\r\nContent-Type: text/plain; charset=utf-8\r\n\
        Content-Transfer-Encoding: base64\r\n\r\nSGFsbywgQW5kYS4=";
    client.send("a@contoh.id", mail).await;
    client.send("a@contoh.id", "Subject: dua\r\n\r\nbaris satu\r\n\r\nbaris dua").await;
    let mails = stage.world.mails("");
    assert_eq!((mails[1].subject.as_str(), mails[1].text.as_str()), ("Selamat — datang", "Halo, Anda."));
    assert_eq!(mails[0].text.trim_end().replace("\r\n", "\n"), "baris satu\n\nbaris dua");
    assert_eq!(mails[0].html, "");
}

#[tokio::test]
async fn commands_out_of_order_or_ill_formed_are_refused() {
    let stage = Stage::new().await;
    let mut client = Client::connect(&stage).await;
    assert!(client.say("MAIL FROM:<a@b.id>").await.starts_with("503"));
    client.say("EHLO kami").await;
    assert!(client.say("DATA").await.starts_with("503"));
    assert!(client.say("RCPT TO:<a@b.id>").await.starts_with("503"));
    assert!(client.say("MAIL a@b.id").await.starts_with("501"));
    assert!(client.say("MAIL FROM:<a@b.id> SIZE=99999999").await.starts_with("552"));
    assert!(client.say("mail from:<>").await.starts_with("250"));
    assert!(client.say("RCPT TO:<nobody>").await.starts_with("501"));
    assert!(client.say("RSET").await.starts_with("250"));
    assert!(client.say("NOOP").await.starts_with("250"));
    assert!(client.say("EXPN all").await.starts_with("502"));
    assert_eq!(stage.world.mails(""), []);
}

#[tokio::test]
async fn too_long_a_mail_is_refused_and_the_talk_goes_on() {
    let stage = Stage::new().await;
    let mut client = Client::connect(&stage).await;
    client.say("EHLO kami").await;
    let long = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n".repeat(33_000);
    assert!(client.send("a@contoh.id", &format!("Subject: x\r\n\r\n{long}")).await.starts_with("552"));
    assert!(client.send("a@contoh.id", "Subject: y\r\n\r\nz").await.starts_with("250"));
    assert_eq!(stage.world.mails("").len(), 1);
}

#[tokio::test]
async fn the_mail_server_can_refuse_for_now_for_good_or_after_taking_it() {
    let stage = Stage::new().await;
    let mut client = Client::connect(&stage).await;
    client.say("EHLO kami").await;
    client.say("MAIL FROM:<a@b.id>").await;
    stage.world.set_switch(Part::Mail, Switch::RefuseTemporary);
    assert!(client.say("RCPT TO:<a@contoh.id>").await.starts_with("451"));
    stage.world.set_switch(Part::Mail, Switch::RefusePermanent);
    assert!(client.say("RCPT TO:<a@contoh.id>").await.starts_with("550"));
    client.say("RSET").await;
    stage.world.set_switch(Part::Mail, Switch::TimeoutAfter);
    assert!(client.send("a@contoh.id", "Subject: x\r\n\r\ny").await.starts_with("451"));
    assert_eq!(stage.world.mails("").len(), 1);
}
