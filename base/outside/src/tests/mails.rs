use super::clock;
use crate::{Mail, MailError, Mailer as _, mail::Smtp};
use kernel::contact::Email;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// Everything one conversation said to the server, line by line.
type Heard = Arc<Mutex<Vec<String>>>;

/// A mail server that answers `RCPT` with the given line and takes what follows.
async fn server(greeting: &'static str, rcpt: &'static str) -> (Heard, Smtp) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let log = heard.clone();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            talk(socket, greeting, rcpt, &log).await;
        }
    });
    let config = kernel::config::Mail {
        host: "127.0.0.1".into(),
        port,
        security: "none".into(),
        from: "M-Paspor <jangan-balas@paspor.example.id>".into(),
        login: None,
    };
    (heard, Smtp::new(&config, clock()).unwrap())
}

async fn talk(socket: TcpStream, greeting: &str, rcpt: &str, log: &Heard) {
    let mut socket = BufReader::new(socket);
    socket.write_all(greeting.as_bytes()).await.unwrap();
    let mut in_data = false;
    let mut line = String::new();
    while matches!(socket.read_line(&mut line).await, Ok(n) if n > 0) {
        log.lock().unwrap().push(line.clone());
        let word = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let reply = match (in_data, word.as_str(), line.as_str()) {
            (true, _, ".\r\n") => {
                in_data = false;
                "250 2.0.0 taken\r\n"
            }
            (true, _, _) => "",
            (_, "EHLO", _) => "250-example\r\n250 8BITMIME\r\n",
            (_, "RCPT", _) => rcpt,
            (_, "DATA", _) => {
                in_data = true;
                "354 go on\r\n"
            }
            (_, "QUIT", _) => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        socket.write_all(reply.as_bytes()).await.unwrap();
        line.clear();
    }
}

fn mail() -> Mail {
    Mail {
        message_id: "0192f3a0-0000-7000-8000-000000000000".into(),
        to: Email::parse("yuliana@contoh.id").unwrap(),
        subject: "Kode masuk Anda".into(),
        text: "Kode: 123456\n.\nSelesai – terima kasih".into(),
        html: None,
    }
}

fn headers(heard: &Heard) -> Vec<String> {
    let lines = heard.lock().unwrap().clone();
    let start = lines.iter().position(|l| l.starts_with("DATA")).unwrap() + 1;
    lines[start..].iter().take_while(|l| *l != "\r\n").map(|l| l.trim_end().to_owned()).collect()
}

#[tokio::test]
async fn a_mail_arrives_with_its_stable_id_and_the_mark_of_a_robot() {
    let (heard, smtp) = server("220 hello\r\n", "250 ok\r\n").await;
    smtp.send(&mail()).await.unwrap();
    let headers = headers(&heard);
    for expected in [
        "Message-ID: <0192f3a0-0000-7000-8000-000000000000@paspor.example.id>",
        "Auto-Submitted: auto-generated",
        "Subject: Kode masuk Anda",
        "To: yuliana@contoh.id",
        "From: M-Paspor <jangan-balas@paspor.example.id>",
        "Date: Mon, 05 Oct 2026 02:15:30 +0000",
    ] {
        assert!(headers.iter().any(|line| line == expected), "{expected} not in {headers:#?}");
    }
    let lines = heard.lock().unwrap().clone();
    assert!(lines.iter().any(|l| l == "EHLO paspor.example.id\r\n"), "{lines:#?}");
    assert!(lines.iter().all(|l| l.ends_with("\r\n") && !l.trim_end_matches("\r\n").contains(['\r', '\n'])));
    assert_eq!(lines.iter().filter(|l| *l == ".\r\n").count(), 1, "a lone dot in the text does not end the mail");
}

#[tokio::test]
async fn a_mail_with_formatting_carries_the_plain_text_first() {
    let (heard, smtp) = server("220 hello\r\n", "250 ok\r\n").await;
    smtp.send(&Mail { html: Some("<p>Kode: 123456</p>".into()), ..mail() }).await.unwrap();
    let text = heard.lock().unwrap().concat();
    assert!(text.contains("multipart/alternative"));
    assert!(text.find("text/plain").unwrap() < text.find("text/html").unwrap());
}

#[tokio::test]
async fn a_line_break_in_a_name_adds_no_header() {
    let (heard, smtp) = server("220 hello\r\n", "250 ok\r\n").await;
    for subject in
        ["Halo Yuli\r\nBcc: x@y.id", "Halo Yuli\nBcc: x@y.id\n\nisi", "Halo é\r\nBcc: x@y.id", "Halo\u{2028}Bcc: x@y.id"]
    {
        heard.lock().unwrap().clear();
        smtp.send(&Mail { subject: subject.into(), ..mail() }).await.unwrap();
        let headers = headers(&heard);
        assert!(!headers.iter().any(|line| line.starts_with("Bcc")), "{headers:#?}");
        assert_eq!(heard.lock().unwrap().iter().filter(|l| l.starts_with("RCPT")).count(), 1);
        assert!(headers.iter().any(|line| line.starts_with("Auto-Submitted")), "{headers:#?}");
    }
    for message_id in ["a\r\nBcc: x@y.id", "", "a b", "a>", "a@b"] {
        let result = smtp.send(&Mail { message_id: message_id.into(), ..mail() }).await;
        assert!(matches!(result, Err(MailError::Refused(_))), "{message_id}");
    }
}

#[tokio::test]
async fn only_a_refused_address_is_final() {
    for (rcpt, expected) in [
        ("550 5.1.1 <yuliana@contoh.id> unknown\r\n", MailError::Refused("550".into())),
        ("553 no such name\r\n", MailError::Refused("553".into())),
        ("554 5.1.1 unknown\r\n", MailError::Refused("554".into())),
        ("554 5.7.1 your server is blocked\r\n", MailError::Retry("554".into())),
        ("530 log in first\r\n", MailError::Retry("530".into())),
        ("450 come back later\r\n", MailError::Retry("450".into())),
        ("452 too many\r\n", MailError::Retry("452".into())),
    ] {
        let (_, smtp) = server("220 hello\r\n", rcpt).await;
        assert_eq!(smtp.send(&mail()).await, Err(expected), "{rcpt}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_or_unwilling_is_asked_again() {
    let (_, smtp) = server("554 no service here\r\n", "250 ok\r\n").await;
    assert!(matches!(smtp.send(&mail()).await, Err(MailError::Retry(_))));
    let (_, smtp) = server("garbage\r\n", "250 ok\r\n").await;
    assert!(matches!(smtp.send(&mail()).await, Err(MailError::Retry(_))));
    let config = kernel::config::Mail {
        host: "127.0.0.1".into(),
        port: 1,
        security: "none".into(),
        from: "jangan-balas@paspor.example.id".into(),
        login: None,
    };
    let smtp = Smtp::new(&config, clock()).unwrap();
    assert!(matches!(smtp.send(&mail()).await, Err(MailError::Retry(_))));
}

#[test]
fn a_mail_prints_no_address_and_no_text() {
    assert_eq!(format!("{:?}", mail()), "Mail(0192f3a0-0000-7000-8000-000000000000)");
}

#[test]
fn encrypted_connections_can_be_set_up() {
    for security in ["starttls", "tls"] {
        let config = kernel::config::Mail {
            host: "smtp.example.id".into(),
            port: 587,
            security: security.into(),
            from: "M-Paspor <jangan-balas@paspor.example.id>".into(),
            login: Some(("a".into(), kernel::config::Secret::new("bbbbbbbbbbbbbbbb".into()))),
        };
        assert!(Smtp::new(&config, clock()).is_ok(), "{security}");
    }
}
