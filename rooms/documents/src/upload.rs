//! Reading one file from a multipart form, politely: what is too large is read to its end (within a bound) and thrown
//! away, because a browser whose words are cut off shows a broken connection instead of our answer.

use crate::decode::MAX_BYTES;
use axum::extract::multipart::{Field, Multipart};
use futures_util::StreamExt as _;
use kernel::time::{MINUTE, millis};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The one name a file may have in the form.
pub(crate) const FIELD: &str = "berkas";
/// The version of the paper, as every form carries it.
const VERSION: &str = "versi";
/// What every form carries unseen.
const HIDDEN: [&str; 2] = ["kunci", VERSION];
/// The longest of them that is looked at, in bytes.
const HIDDEN_BYTES: usize = 64;
/// The longest body that is read to its end.
const DRAIN: usize = 64 * 1024 * 1024;
/// How long a file may take to arrive: 10 MB over a slow line.
const PATIENCE: i64 = 10 * MINUTE;
/// Parts of a form at most: the page has a file, a key and a version.
const PARTS: usize = 8;
/// Memory that all files on their way may take together, in KiB.
const MEMORY: usize = 512 * 1024;

/// The memory that files on their way share. Taken as bytes arrive, so that a slow sender holds only what he has sent.
pub(crate) struct Budget(Arc<Semaphore>);

impl Budget {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Semaphore::new(MEMORY)))
    }
}

/// A file as it arrived.
pub(crate) struct Sent {
    /// Its name as it may be shown; never kept, never used as a path.
    pub name: String,
    /// Its bytes; cut when it is too large.
    pub bytes: Vec<u8>,
    /// Its whole size.
    pub size: usize,
    /// The version of the paper that its page was drawn with; none where the form carries none.
    pub seen: Option<i64>,
    /// Its share of the memory, given back when the file is dropped.
    _share: Option<OwnedSemaphorePermit>,
}

/// Why there is no file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum UploadFault {
    /// No file was chosen.
    Nothing,
    /// More than one.
    Two,
    /// A field that is not asked for.
    Unknown(String),
    /// The body is no form, was cut, or took too long.
    Broken,
    /// Longer than we are willing to read.
    Endless,
    /// Too many files are on their way at once.
    Crowded,
}

/// Reads the form and gives its only file.
pub(crate) async fn read(mut form: Multipart, budget: &Budget) -> Result<Sent, UploadFault> {
    let all = async {
        let mut taken = Taken::default();
        for _ in 0..PARTS {
            match form.next_field().await {
                Ok(Some(field)) => taken.part(field, budget).await?,
                Ok(None) => return taken.end(),
                Err(_) => return Err(UploadFault::Broken),
            }
        }
        Err(UploadFault::Two)
    };
    tokio::time::timeout(millis(PATIENCE), all).await.unwrap_or(Err(UploadFault::Broken))
}

/// Reads a body that is the file itself.
pub(crate) async fn read_bare(body: axum::body::Body, budget: &Budget) -> Result<Sent, UploadFault> {
    let all = async {
        let mut stream = body.into_data_stream();
        let (mut bytes, mut size, mut share) = (Vec::new(), 0_usize, None);
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(|_| UploadFault::Broken)?;
            size += chunk.len();
            if size > DRAIN {
                return Err(UploadFault::Endless);
            }
            if size <= MAX_BYTES {
                bytes.extend_from_slice(&chunk);
                if !fits(&mut share, budget, bytes.len()) {
                    return Err(UploadFault::Crowded);
                }
            }
        }
        if size == 0 {
            Err(UploadFault::Nothing)
        } else {
            Ok(Sent { name: String::new(), bytes, size, seen: None, _share: share })
        }
    };
    tokio::time::timeout(millis(PATIENCE), all).await.unwrap_or(Err(UploadFault::Broken))
}

#[derive(Default)]
struct Taken {
    sent: Option<Sent>,
    fault: Option<UploadFault>,
    read: usize,
    seen: Option<i64>,
}

impl Taken {
    async fn part(&mut self, mut field: Field<'_>, budget: &Budget) -> Result<(), UploadFault> {
        if field.name().is_some_and(|name| HIDDEN.contains(&name)) {
            return self.hidden(field).await;
        }
        let known = field.name() == Some(FIELD);
        if !known && self.fault.is_none() {
            self.fault = Some(UploadFault::Unknown(shown_name(field.name().unwrap_or_default())));
        }
        let given = field.file_name().unwrap_or_default().to_owned();
        let (mut bytes, mut size, mut share) = (Vec::new(), 0_usize, None);
        while let Some(chunk) = field.chunk().await.map_err(|_| UploadFault::Broken)? {
            self.read += chunk.len();
            size += chunk.len();
            if self.read > DRAIN {
                return Err(UploadFault::Endless);
            }
            if known && self.fault.is_none() && size <= MAX_BYTES {
                bytes.extend_from_slice(&chunk);
                if !fits(&mut share, budget, bytes.len()) {
                    self.fault = Some(UploadFault::Crowded);
                    bytes = Vec::new();
                }
            }
        }
        // a browser sends an empty part for an input nobody touched
        if !known || (size == 0 && given.is_empty()) {
            return Ok(());
        }
        if self.sent.replace(Sent { name: shown_name(&given), bytes, size, seen: None, _share: share }).is_some() {
            self.fault = self.fault.take().or(Some(UploadFault::Two));
        }
        Ok(())
    }

    /// Key and version: the key was looked at before.
    async fn hidden(&mut self, mut field: Field<'_>) -> Result<(), UploadFault> {
        let is_version = field.name() == Some(VERSION);
        let mut text = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(|_| UploadFault::Broken)? {
            self.read += chunk.len();
            if self.read > DRAIN {
                return Err(UploadFault::Endless);
            }
            text.extend_from_slice(&chunk[..chunk.len().min(HIDDEN_BYTES.saturating_sub(text.len()))]);
        }
        if is_version {
            // what is no number was never a version
            self.seen = Some(String::from_utf8_lossy(&text).trim().parse().unwrap_or(-1));
        }
        Ok(())
    }

    fn end(self) -> Result<Sent, UploadFault> {
        match (self.fault, self.sent) {
            (Some(fault), _) => Err(fault),
            (None, Some(sent)) => Ok(Sent { seen: self.seen, ..sent }),
            (None, None) => Err(UploadFault::Nothing),
        }
    }
}

/// Takes memory from the budget as a file grows; false when there is none left.
fn fits(share: &mut Option<OwnedSemaphorePermit>, budget: &Budget, bytes: usize) -> bool {
    let held = share.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
    let more = bytes.div_ceil(1024).saturating_sub(held);
    if more == 0 {
        return true;
    }
    let Ok(more) = budget.0.clone().try_acquire_many_owned(u32::try_from(more).unwrap_or(u32::MAX)) else { return false };
    match share {
        Some(share) => share.merge(more),
        None => *share = Some(more),
    }
    true
}

/// A stranger's file name, fit to stand in a sentence: no folders, no signs that turn or hide text, at most 60 characters.
pub(crate) fn shown_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let turning = |c: &char| {
        c.is_control()
            || matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    last.chars().filter(|c| !turning(c)).take(60).collect::<String>().trim().to_owned()
}
