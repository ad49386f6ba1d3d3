//! The parent: starts a child per paper, bounds it, and doubts its answer.

use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{DecodeError, Decoded, Refusal, child, frame, sniff};

/// Children at work at the same time; more would only wait for the processors.
const CHILDREN: usize = 2;
/// How long a paper may wait for its turn.
const WAIT: Duration = Duration::from_secs(30);
/// How long a child may live. What a paper costs is bounded by processor time, in the child's own limits; this ends only a
/// child that hangs or a machine that does not come to run it, so a busy machine refuses no paper.
const LIFE: Duration = Duration::from_mins(2);
/// The most bytes an answer may have.
const MAX_ANSWER: u64 = 40 * 1024 * 1024;
/// Signals by their numbers, which Linux gives alike on all machines we build for.
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;
const SIGSYS: i32 = 31;

/// Starts the hidden command for each paper. Clones share the bound on children.
#[derive(Debug, Clone)]
pub struct Decoder {
    program: PathBuf,
    args: Vec<String>,
    life: Duration,
    turns: Arc<Semaphore>,
}

impl Decoder {
    /// A decoder that runs `program` with `args` (for the product: its own path and `decode`).
    pub fn new(program: impl Into<PathBuf>, args: Vec<String>) -> Self {
        Self { program: program.into(), args, life: LIFE, turns: Arc::new(Semaphore::new(CHILDREN)) }
    }

    /// The same with another bound on the life of a child.
    #[must_use]
    pub const fn with_life(mut self, life: Duration) -> Self {
        self.life = life;
        self
    }

    /// Decodes one paper in a child of its own.
    ///
    /// Errors: [`DecodeError::Refused`] when the paper is at fault,
    /// [`DecodeError::Unavailable`] when the decoder is.
    pub async fn decode(&self, bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
        let kind = sniff(&bytes).map_err(DecodeError::Refused)?;
        let _turn = timeout(WAIT, self.turns.acquire())
            .await
            .map_err(|_| unavailable("all decoders are busy"))?
            .map_err(|_| unavailable("the decoder is closed"))?;
        let (status, answer) = self.run(&[], bytes).await?;
        if !status.success() {
            return Err(ended(status));
        }
        let answer = frame::read(&answer).ok_or_else(|| unavailable("unreadable answer"))?;
        let decoded = answer.map_err(DecodeError::Refused)?;
        if decoded.kind == kind { Ok(decoded) } else { Err(unavailable("contradictory answer")) }
    }

    /// Asks the program whether it can build its sandbox here; the error says why not.
    pub async fn probe(&self) -> Result<(), String> {
        let (status, answer) = self.run(&["--probe"], Vec::new()).await.map_err(|error| error.to_string())?;
        if status.success() && answer == child::PROBED.as_bytes() {
            return Ok(());
        }
        Err(format!("{} could not build its sandbox: {status}", self.program.display()))
    }

    async fn run(&self, words: &[&str], bytes: Vec<u8>) -> Result<(ExitStatus, Vec<u8>), DecodeError> {
        let child = Command::new(&self.program)
            .args(&self.args)
            .args(words)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| unavailable(&format!("cannot start: {error}")))?;
        match timeout(self.life, converse(child, bytes)).await {
            Ok(Ok(Some(end))) => Ok(end),
            Ok(Ok(None)) => Err(DecodeError::Refused(Refusal::TooCostly)),
            // it was neither done nor stopped for its cost: that is not the paper's fault
            Err(_) => Err(unavailable("it did not end in time")),
            Ok(Err(error)) => Err(unavailable(&format!("conversation broke: {error}"))),
        }
    }
}

/// Sends the paper and hears the answer; none when the answer is longer than any may be.
async fn converse(mut child: Child, bytes: Vec<u8>) -> io::Result<Option<(ExitStatus, Vec<u8>)>> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::Error::other("no pipes"));
    };
    let send = async move {
        // A child that ended early reads no more; its end tells the story.
        let _ = input.write_all(&bytes).await;
        let _ = input.shutdown().await;
    };
    let mut answer = Vec::new();
    let mut output = output.take(MAX_ANSWER + 1);
    let hear = output.read_to_end(&mut answer);
    let ((), heard) = tokio::join!(send, hear);
    if u64::try_from(heard?).unwrap_or(u64::MAX) > MAX_ANSWER {
        child.kill().await?;
        return Ok(None);
    }
    Ok(Some((child.wait().await?, answer)))
}

/// What an unhappy end of the child means.
fn ended(status: ExitStatus) -> DecodeError {
    match status.signal() {
        Some(SIGABRT | SIGKILL | SIGXCPU) => DecodeError::Refused(Refusal::TooCostly),
        Some(signal) => {
            // Only numbers are told: the paper is a person's.
            tracing::warn!(signal, broke_out = signal == SIGSYS, "the decoder was stopped");
            DecodeError::Refused(Refusal::Damaged)
        }
        None => unavailable(&format!("the decoder ended with {status}")),
    }
}

fn unavailable(reason: &str) -> DecodeError {
    DecodeError::Unavailable(reason.to_owned())
}
