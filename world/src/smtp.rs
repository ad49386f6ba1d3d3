//! The mail server: enough of SMTP (RFC 5321) for a real client, with bounds on everything a client may send.

use crate::{
    World,
    book::Record,
    mailbox::Mail,
    switches::{Part, Switch},
    wire::WireTime,
};
use kernel::time::{SECOND, millis};
use std::sync::Arc;
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

/// Largest mail taken, bytes.
const MAIL_LIMIT: usize = 2 * 1024 * 1024;
/// Longest line taken, bytes.
const LINE_LIMIT: u64 = 8 * 1024;
const RECIPIENT_LIMIT: usize = 100;
const CONNECTION_LIMIT: usize = 256;
/// A client that says nothing for so long is gone.
const PATIENCE: i64 = 60 * SECOND;

/// Takes connections until the stop.
pub async fn serve(world: World, listener: TcpListener) {
    let room = Arc::new(Semaphore::new(CONNECTION_LIMIT));
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        let accepted = tokio::select! {
            () = world.stopped() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else { continue };
        let world = world.clone();
        tokio::spawn(async move {
            let talking = Talk::new(world.clone(), stream).run();
            tokio::select! {
                () = world.stopped() => {}
                result = talking => if let Err(error) = result { tracing::debug!(%error, "a mail connection broke"); },
            }
            drop(place);
        });
    }
}

struct Talk {
    world: World,
    stream: BufReader<TcpStream>,
    greeted: bool,
    from: Option<String>,
    to: Vec<String>,
}

/// Reads one line without its end; none when the connection ended. Too long a line is an error that ends the talk.
async fn read_line(stream: &mut (impl AsyncBufRead + Unpin), line: &mut Vec<u8>) -> std::io::Result<Option<()>> {
    line.clear();
    let mut bounded = stream.take(LINE_LIMIT);
    let read = tokio::time::timeout(millis(PATIENCE), bounded.read_until(b'\n', line)).await.map_err(std::io::Error::from)??;
    if read == 0 {
        return Ok(None);
    }
    if line.pop() != Some(b'\n') {
        return Err(std::io::Error::other("a line without an end"));
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(()))
}

/// `<a@b.id> SIZE=3` after `FROM:` or `TO:`, without regard to case.
fn path<'a>(argument: &'a str, keyword: &str) -> Option<(&'a str, &'a str)> {
    let head = argument.get(..keyword.len())?;
    if !head.eq_ignore_ascii_case(keyword) {
        return None;
    }
    let (address, rest) = argument[keyword.len()..].trim_start().strip_prefix('<')?.split_once('>')?;
    (address.len() <= 254 && !address.contains(char::is_whitespace)).then_some((address, rest))
}

fn too_big(parameters: &str) -> bool {
    let size = parameters.split_whitespace().find_map(|one| one.to_ascii_uppercase().strip_prefix("SIZE=").map(str::to_owned));
    size.is_some_and(|size| size.parse::<usize>().is_ok_and(|size| size > MAIL_LIMIT))
}

impl Talk {
    fn new(world: World, stream: TcpStream) -> Self {
        Self { world, stream: BufReader::new(stream), greeted: false, from: None, to: Vec::new() }
    }

    async fn say(&mut self, text: &str) -> std::io::Result<()> {
        self.stream.write_all(format!("{text}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    async fn run(mut self) -> std::io::Result<()> {
        match self.world.switch(Part::Mail) {
            Switch::Silent => {
                self.world.wait(65 * SECOND).await;
                return Ok(());
            }
            Switch::Delay(seconds) => self.world.wait(i64::from(seconds) * SECOND).await,
            _ => {}
        }
        self.say("220 world.invalid ESMTP simulasi").await?;
        let mut line = Vec::new();
        while read_line(&mut self.stream, &mut line).await?.is_some() {
            let text = String::from_utf8_lossy(&line).into_owned();
            let (verb, argument) = text.split_once(' ').unwrap_or((&text, ""));
            match verb.to_ascii_uppercase().as_str() {
                "QUIT" => return self.say("221 world.invalid").await,
                "DATA" => self.data().await?,
                verb => {
                    let answer = self.answer(verb, argument.trim());
                    self.say(&answer).await?;
                }
            }
        }
        Ok(())
    }

    fn forget(&mut self) {
        self.from = None;
        self.to.clear();
    }

    fn answer(&mut self, verb: &str, argument: &str) -> String {
        match verb {
            "EHLO" => {
                self.greeted = true;
                self.forget();
                format!("250-world.invalid\r\n250-SIZE {MAIL_LIMIT}\r\n250-PIPELINING\r\n250 8BITMIME")
            }
            "HELO" => {
                self.greeted = true;
                self.forget();
                "250 world.invalid".to_owned()
            }
            "MAIL" if !self.greeted || self.from.is_some() => "503 bad sequence".to_owned(),
            "MAIL" => match path(argument, "FROM:") {
                Some((_, rest)) if too_big(rest) => "552 too big".to_owned(),
                Some((address, _)) => {
                    self.from = Some(address.to_owned());
                    "250 ok".to_owned()
                }
                None => "501 MAIL FROM:<address>".to_owned(),
            },
            "RCPT" => self.recipient(argument),
            "RSET" => {
                self.forget();
                "250 ok".to_owned()
            }
            "NOOP" => "250 ok".to_owned(),
            "VRFY" => "252 send some mail and see".to_owned(),
            _ => "502 not implemented".to_owned(),
        }
    }

    fn recipient(&mut self, argument: &str) -> String {
        let refusal = match self.world.switch(Part::Mail) {
            Switch::RefuseTemporary => Some("451 try again later"),
            Switch::RefusePermanent => Some("550 no such mailbox"),
            _ if self.from.is_none() => Some("503 bad sequence"),
            _ if self.to.len() >= RECIPIENT_LIMIT => Some("452 too many recipients"),
            _ => None,
        };
        if let Some(refusal) = refusal {
            return refusal.to_owned();
        }
        match path(argument, "TO:") {
            Some((address, _)) if address.contains('@') => {
                self.to.push(address.to_owned());
                "250 ok".to_owned()
            }
            _ => "501 RCPT TO:<address>".to_owned(),
        }
    }

    async fn data(&mut self) -> std::io::Result<()> {
        if self.to.is_empty() {
            return self.say("503 bad sequence").await;
        }
        self.say("354 end with a dot on a line of its own").await?;
        let (mut mail, mut line, mut fits) = (Vec::new(), Vec::new(), true);
        loop {
            if read_line(&mut self.stream, &mut line).await?.is_none() {
                return Ok(());
            }
            if line == b"." {
                break;
            }
            // a dot at the start of a line was doubled by the sender
            let kept = line.strip_prefix(b".").unwrap_or(&line);
            fits = fits && mail.len() + kept.len() + 2 <= MAIL_LIMIT;
            if fits {
                mail.extend_from_slice(kept);
                mail.extend_from_slice(b"\r\n");
            }
        }
        let (from, to) = (self.from.take().unwrap_or_default(), std::mem::take(&mut self.to));
        if !fits {
            return self.say("552 too big").await;
        }
        let id = self.keep(from, to, &mail);
        if self.world.switch(Part::Mail) == Switch::TimeoutAfter {
            return self.say("451 switched on: taken, but not confirmed").await;
        }
        self.say(&format!("250 ok {id}")).await
    }

    fn keep(&self, from: String, to: Vec<String>, mail: &[u8]) -> u64 {
        let at = WireTime(self.world.now());
        let mut book = self.world.book();
        let id = book.content.last_mail + 1;
        book.put(Record::Mail(Mail { id, at, from, to, raw: String::from_utf8_lossy(mail).into_owned() }));
        id
    }
}
