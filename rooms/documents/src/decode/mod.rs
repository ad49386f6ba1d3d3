//! The sandboxed decoder of uploaded papers (dokumen persyaratan).
//!
//! A paper is judged by its bytes, never by its name. Everything that parses a stranger's bytes
//! runs in a child process that takes away its own rights before it reads the first byte; what
//! comes back is only pictures that were drawn anew. The parent checks the answer as if the
//! child were hostile.

mod child;
mod decoder;
mod drill;
mod frame;
mod outline;
mod pdf;
mod picture;
mod quality;
mod refusal;
mod sandbox;
mod sniff;

pub use child::run_child;
pub use decoder::Decoder;
pub use refusal::Refusal;
pub use sandbox::sandbox_supported;
pub use sniff::sniff;

/// The largest paper accepted, in bytes (10 MB, as the page tells people).
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The most pixels a picture may claim in its header (40 megapixels).
pub const MAX_PIXELS: u64 = 40_000_000;
/// The longer side of a re-encoded photograph, in pixels.
pub const PICTURE_SIDE: u32 = 2400;
/// The longer side of a drawn PDF page, in pixels.
pub const PAGE_SIDE: u32 = 1600;
/// The most pages a PDF may have.
pub const MAX_PAGES: usize = 20;

/// What an accepted paper was when it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A JPEG photograph.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A PDF document; the file itself is never shown, only its drawn pages.
    Pdf,
}

impl Kind {
    /// The stable name kept with the paper.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }
}

/// One upright page, drawn anew as JPEG without any metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The JPEG file.
    pub jpeg: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// A paper that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// What the paper was.
    pub kind: Kind,
    /// Its pages in order: one for a picture, one to [`MAX_PAGES`] for a PDF.
    pub pages: Vec<Page>,
    /// What may trouble the officer who reads it; these warn and never refuse.
    pub hints: Vec<Hint>,
}

/// A weakness of a picture worth a warning before the applicant goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hint {
    /// The shorter side has fewer than 600 pixels.
    TooSmall,
    /// Hardly anything in it is light.
    TooDark,
    /// Hardly anything in it is dark.
    TooBright,
    /// No sharp edge in it.
    Blurred,
}

impl Hint {
    /// All hints, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::TooSmall, Self::TooDark, Self::TooBright, Self::Blurred];

    /// The stable name kept with the paper and used as part of word keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooSmall => "too-small",
            Self::TooDark => "too-dark",
            Self::TooBright => "too-bright",
            Self::Blurred => "blurred",
        }
    }

    /// The hint of a stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hint| hint.code() == code)
    }
}

/// Why no pages came back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The paper is at fault; the applicant is told why and may send another.
    #[error("paper refused: {}", .0.code())]
    Refused(Refusal),
    /// The decoder is at fault; the applicant may try the same paper later.
    #[error("decoder unavailable: {0}")]
    Unavailable(String),
}
