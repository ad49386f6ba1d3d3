//! The child: the hidden command `mpaspor decode`.

use std::io::{self, Read, Write};
use std::panic;
use std::process::ExitCode;

use super::{Decoded, Kind, MAX_BYTES, Refusal, drill, frame, pdf, picture, sandbox, sniff};

/// Exit code when the sandbox could not be built; nothing was read.
pub(super) const NO_SANDBOX: u8 = 3;
/// What the probe and every refused drill print.
pub(super) const PROBED: &str = "sandboxed";

/// The entry of the hidden command: builds the sandbox first, then reads one paper from the
/// standard input and writes the framed answer to the standard output.
///
/// `--probe` only builds the sandbox and says so; `--drill NAME` tries something forbidden in it.
/// Call it first thing in `main`, before any thread or runtime exists.
pub fn run_child() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "decode").collect();
    // A message about a panic would quote strangers' bytes, and its trace would open files.
    panic::set_hook(Box::new(|_| ()));
    if sandbox::enter().is_err() {
        return ExitCode::from(NO_SANDBOX);
    }
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => decode(),
        ["--probe"] => probe(),
        ["--drill", name] => drill(name),
        _ => ExitCode::from(2),
    }
}

fn decode() -> ExitCode {
    let answer = frame::write(&read_paper().and_then(answer));
    said(&answer)
}

fn read_paper() -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    io::stdin().lock().take(most).read_to_end(&mut bytes).map_err(|_| Refusal::Damaged)?;
    Ok(bytes)
}

/// Decodes; a decoder that panics met a damaged paper.
fn answer(bytes: Vec<u8>) -> Result<Decoded, Refusal> {
    panic::catch_unwind(|| match sniff(&bytes)? {
        Kind::Jpeg => picture::jpeg(&bytes),
        Kind::Png => picture::png(&bytes),
        Kind::Pdf => pdf::pdf(bytes),
    })
    .unwrap_or(Err(Refusal::Damaged))
}

fn probe() -> ExitCode {
    match sandbox::files_are_closed() {
        Ok(()) => said(PROBED.as_bytes()),
        Err(_) => ExitCode::from(NO_SANDBOX),
    }
}

fn drill(name: &str) -> ExitCode {
    match drill::run(name) {
        Some(true) => said(b"refused"),
        Some(false) => ExitCode::FAILURE,
        None => ExitCode::from(2),
    }
}

fn said(bytes: &[u8]) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
