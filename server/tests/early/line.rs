//! A browser's line to a listener, read byte by byte as it comes.

use std::{io::Read as _, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// How bodies are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packed {
    /// As they are.
    Plain,
    /// With brotli.
    Brotli,
}

/// One request and what came back until now.
pub struct Line {
    stream: TcpStream,
    came: Vec<u8>,
    packed: Packed,
}

impl Line {
    /// Asks for a page with these cookies.
    pub async fn ask(at: SocketAddr, path: &str, cookies: &str, packed: Packed) -> Self {
        let mut stream = TcpStream::connect(at).await.expect("the listener accepts");
        let takes = if packed == Packed::Brotli { "br, gzip" } else { "identity" };
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: localhost:8080\r\naccept: text/html\r\naccept-encoding: {takes}\r\ncookie: {cookies}\r\n\
             connection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.expect("the request is sent");
        Self { stream, came: Vec::new(), packed }
    }

    /// Reads until the page says this; answers what has come of it.
    pub async fn until(&mut self, words: &str) -> String {
        loop {
            let page = self.page();
            if page.contains(words) {
                return page;
            }
            let more = self.stream.read_buf(&mut self.came).await.expect("the line holds");
            assert!(more > 0, "the page ends without “{words}”: {}\n{page}", self.head());
        }
    }

    /// Reads to the end of the answer.
    pub async fn whole(&mut self) -> String {
        self.stream.read_to_end(&mut self.came).await.expect("the line holds");
        assert!(self.came.ends_with(b"0\r\n\r\n") || self.head().contains("content-length"), "the answer was cut off");
        self.page()
    }

    /// Whether anything has come.
    pub fn is_silent(&self) -> bool {
        let mut one = [0];
        self.came.is_empty() && self.stream.try_read(&mut one).is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock)
    }

    /// Status line and headers.
    pub fn head(&self) -> String {
        let text = String::from_utf8_lossy(&self.came);
        text.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase()
    }

    /// Bytes of the answer that came.
    pub fn bytes(&self) -> usize {
        self.came.len()
    }

    fn page(&self) -> String {
        let Some(at) = self.came.windows(4).position(|four| four == b"\r\n\r\n") else { return String::new() };
        let body = &self.came[at + 4..];
        let body = if self.head().contains("transfer-encoding: chunked") { unchunked(body) } else { body.to_vec() };
        let mut page = body;
        if self.packed == Packed::Brotli && self.head().contains("content-encoding: br") {
            page = unpacked(&page);
        }
        String::from_utf8_lossy(&page).into_owned()
    }
}

/// As much as has come of a body in pieces.
fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(at) = body.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&body[..at]).ok().and_then(|text| usize::from_str_radix(text, 16).ok()).expect("a size");
        let piece = &body[at + 2..];
        all.extend_from_slice(&piece[..size.min(piece.len())]);
        match piece.get(size + 2..) {
            Some(rest) if size > 0 => body = rest,
            _ => break,
        }
    }
    all
}

/// As much of a text as its packed beginning gives.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut reader = brotli::Decompressor::new(packed, 4096);
    let (mut all, mut some) = (Vec::new(), [0; 4096]);
    while let Ok(n @ 1..) = reader.read(&mut some) {
        all.extend_from_slice(&some[..n]);
    }
    all
}
